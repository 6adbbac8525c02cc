// What lists and boards share; put before each one's own script.
// Every value is written with textContent: a name from a workbook cannot run.
const make = (tag, cls, text) => {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
};
const role = (node, name) => { node.setAttribute("role", name); return node; };

// A link's name: what stands in brackets, （一期）, is not torn apart where the line breaks.
const named = (link, name) => {
  for (const part of name.split(/(（[^（）]{1,8}）)/)) {
    if (part) link.append(part.startsWith("（") ? make("span", "whole", part) : part);
  }
  return link;
};

// A link that the page itself follows; a new tab or window stays the browser's business.
const follows = (link, href, go) => {
  link.href = href;
  link.onclick = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go();
  };
  return link;
};

// Arrow keys, and j and k, go from link to link.
const walked = (list) => {
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(list.getRootNode().activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    links[Math.min(links.length - 1, Math.max(0, at + step))].focus();
  };
};

