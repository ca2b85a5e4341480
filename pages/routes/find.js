// The key / opens the search; in it, Enter opens the first thing found and the arrows go through the list.
(() => {
  const FIELD = "[data-testid=stDialog] .st-key-find input", LINKS = "[data-testid=stDialog] .st-key-hs-list-found a";
  let begun = null, typed = 0;
  // A dialog gives the focus to its first button, which closes it; this one is there to be written in.
  const focusWhenThere = (until) => {
    const field = document.querySelector(FIELD);
    if (field && field !== begun) (begun = field).focus();
    else if (!field && Date.now() < until) requestAnimationFrame(() => focusWhenThere(until));
  };
  const begin = () => new MutationObserver(() => focusWhenThere(Date.now() + 2000)).observe(document.body, {childList: true});
  if (document.body) begin(); else addEventListener("DOMContentLoaded", begin);
  addEventListener("input", ({target}) => { if (target.matches?.(FIELD)) typed = Date.now(); });
  addEventListener("keydown", (event) => {
    const {target} = event;
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const button = document.querySelector(".st-key-hs-find button");
      if (!button || target.matches?.("input, textarea, select, [contenteditable]")) return;
      if (document.querySelector("[data-testid=stDialog]")) return;
      event.preventDefault();
      button.click();
      return;
    }
    const links = [...document.querySelectorAll(LINKS)], place = links.indexOf(target);
    if (!links.length || (place < 0 && !target.matches?.(FIELD))) return;
    // What was typed just now may not have been looked for yet.
    if (event.key === "Enter" && place < 0 && Date.now() - typed > 800) links[0].click();
    else if (event.key === "ArrowDown") links[Math.min(place + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && place > 0) links[place - 1].focus();
    else if (event.key === "ArrowUp" && place === 0) document.querySelector(FIELD).focus();
    else return;
    event.preventDefault();
  });
})();
