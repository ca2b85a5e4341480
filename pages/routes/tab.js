// Where one is: the browser's tab is called what the page is ("Hanne Bro – Håndslag"), so that several can be told apart,
// and the entry of the menu that a page stands under is marked.
(() => {
  const ENTRIES = "[data-testid=stTopNavLink], [data-testid=stSidebarNavLink], [data-testid=stTopNavSection]";
  const name = () => {
    const said = document.querySelector("[data-testid=stMain] h1")?.textContent.trim();
    const wanted = said ? `${said} – Håndslag` : document.title;
    if (document.title !== wanted) document.title = wanted;
  };
  const mark = () => {
    const {address, group} = document.querySelector(".hs-under")?.dataset ?? {};
    for (const entry of document.querySelectorAll(ENTRIES)) {
      const here = entry.href ? new URL(entry.href).pathname.endsWith(`/${address}`) : group && entry.textContent.trim() === group;
      if (here && !entry.hasAttribute("aria-current")) entry.setAttribute("aria-current", "true");
      else if (!here && entry.getAttribute("aria-current") === "true") entry.removeAttribute("aria-current");
    }
  };
  new MutationObserver(() => { name(); mark(); }).observe(document, {childList: true, subtree: true, characterData: true});
})();
