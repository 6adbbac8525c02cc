// Leads to sign-in when the session has ended: asked whenever the connection to the page breaks or the page is looked at again.
(() => {
  let asking = false;
  async function ask() {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch("/account", { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.status === 401) {
        const here = location.pathname + location.search;
        location.replace("/sign-in?fault=ended&next=" + encodeURIComponent(here));
      }
    } catch { /* the server is away: Streamlit says so and tries again */ }
    asking = false;
  }
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("close", ask);
    }
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  window.addEventListener("pageshow", (event) => event.persisted && ask());
})();
