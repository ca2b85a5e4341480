// A link of ours to another page of the portal turns to it within the session, as Streamlit's own links do: the page is
// not loaded anew, and what is being written is saved. The focus goes to the title of the page, so that it is read out
// and the keyboard begins there. Where it is to open elsewhere, or the connection is away, it is a link like any other.
(() => {
  // A page of the portal, as our own HTML names it: neither another place on this one nor a file.
  const PAGE = /^[\w-]+(\?[^#]*)?$/;
  const APP = "[data-testid=stApp]", STATE = "data-test-script-state";
  const arrive = (link, until, begun = false) => {
    const running = document.querySelector(APP)?.getAttribute(STATE) !== "notRunning";
    const title = document.querySelector("[data-testid=stMain] h1");
    if (Date.now() > until || ![link, document.body].includes(document.activeElement)) return;
    if (running || !begun || !title) return void requestAnimationFrame(() => arrive(link, until, begun || running));
    title.tabIndex = -1;
    title.focus();
  };
  addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-testid=stHtml] a[href]:not([target])");
    if (!link || !PAGE.test(link.getAttribute("href")) || event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (document.querySelector(APP)?.getAttribute("data-test-connection-state") !== "CONNECTED") return;
    event.preventDefault();
    // What the browser does when somebody presses Forward; Streamlit listens to it.
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", {state: {}}));
    arrive(link, Date.now() + 10000);
  });
})();
