// A heading of a table is a link that presses the button of the same name, which stands beside the table unseen.
(() => {
  document.documentElement.classList.add("hs-pressing");
  const comeBack = (hash, left, until) => {
    const link = document.querySelector(`a.hs-press[href="${hash}"]`);
    if (link && link !== left) link.focus({preventScroll: true});
    else if (Date.now() < until) requestAnimationFrame(() => comeBack(hash, left, until));
  };
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a.hs-press");
    if (!link) return;
    event.preventDefault();
    document.querySelector(`.st-key-${CSS.escape(link.hash.slice(1))} button`)?.click();
    comeBack(link.hash, link, Date.now() + 5000);
  });
})();
