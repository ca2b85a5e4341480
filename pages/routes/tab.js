// Where one is: the browser's tab is called what the page is ("Hanne Bro – Håndslag"), so that several can be told apart,
// and the entry of the menu that a page stands under is marked. Who logs in stays at the same address, where Streamlit
// leaves the page as far down as it was: it begins at its top.
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
  let inside = null;
  const begin = () => {
    const title = document.querySelector("[data-testid=stMain] h1");
    if (!title) return;
    const now = !!document.querySelector(".st-key-leave");
    if (inside === false && now) document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
    inside = now;
  };
  new MutationObserver(() => { name(); mark(); begin(); }).observe(document, {childList: true, subtree: true, characterData: true});
})();
