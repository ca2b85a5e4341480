// The tab of the browser is called what the page is: "Hanne Bro – Håndslag", so that several can be told apart.
(() => {
  const tell = () => {
    const said = document.querySelector("[data-testid=stMain] h1")?.textContent.trim();
    const wanted = said ? `${said} – Håndslag` : document.title;
    if (document.title !== wanted) document.title = wanted;
  };
  new MutationObserver(tell).observe(document, {childList: true, subtree: true, characterData: true});
})();
