// The name of whoever decides on this device: kept here, given without asking again, and the field for it made ready.
const KEPT = "guatu_who";

export default function ({ data, setTriggerValue, parentElement }) {
  const kept = () => { try { return localStorage.getItem(KEPT) ?? ""; } catch { return ""; } };
  if (data.name) {
    try { localStorage.setItem(KEPT, data.name); } catch { /* a device that keeps nothing is asked again */ }
    return;
  }
  if (!data.is_asking) return;
  if (kept() && !parentElement.given) {
    parentElement.given = true;
    setTriggerValue("name", kept());
    return;
  }
  let tries = 400; // the field is drawn by Streamlit, on a busy machine some seconds later than this
  const ready = () => {
    const field = document.querySelector(".st-key-who_name input");
    if (field) return field.focus();
    if (tries--) setTimeout(ready, 50);
  };
  ready();
}
