// What our own HTML offers to press presses a button that stands beside it unseen: a heading of a table the one its link
// names, what unfolds a row the one of `data-value` among those of `data-press`.
(() => {
  const PRESSED = "a.hs-press, button.hs-press";
  document.documentElement.classList.add("hs-pressing");
  const same = (one) => one.dataset.press ? `[data-press="${one.dataset.press}"][data-value="${one.dataset.value}"]` : `[href="${one.hash}"]`;
  const unseen = (one) => {
    const within = `.st-key-${CSS.escape(one.dataset.press ?? one.hash.slice(1))}`;
    return [...document.querySelectorAll(`${within} button`)].find((each) => !one.dataset.value || each.textContent.trim() === one.dataset.value);
  };
  const comeBack = (left, until) => {
    const anew = document.querySelector(`.hs-press${same(left)}`);
    if (anew && anew !== left) anew.focus({preventScroll: true});
    else if (Date.now() < until) requestAnimationFrame(() => comeBack(left, until));
  };
  addEventListener("click", (event) => {
    const pressed = event.target.closest?.(PRESSED);
    if (!pressed) return;
    event.preventDefault();
    unseen(pressed)?.click();
    comeBack(pressed, Date.now() + 5000);
  });
})();
