// What Streamlit does not do for fields. It stores what is typed as a field is left, but not where one leaves a
// passphrase by the button that shows it, as whoever uses the Tab key does: what was typed stood there and was not
// known. So the field is left anew.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const whole = target.closest?.('[data-testid="stTextInput"]');
  if (!whole || target.matches("input") || whole.contains(relatedTarget)) return;
  whole.querySelector("input")?.dispatchEvent(new FocusEvent("focusout", { bubbles: true, relatedTarget }));
});
// A form that is sent stays where it was, with its button in sight and what is to be put right far above it. Whoever
// pressed is led to the list of that, once for each press, and from each line of it into its field.
(() => {
  const FIELD = "input, textarea, [role=spinbutton], [role=combobox], [role=radiogroup] button, [role=group] button";
  const led = new WeakSet();
  let press = "";
  const lead = () => {
    const list = [...document.querySelectorAll(".hs-errors")].pop();
    if (!list || led.has(list)) return;
    led.add(list);
    if (list.dataset.press && list.dataset.press === press) return;
    press = list.dataset.press;
    list.focus({preventScroll: true});
    list.scrollIntoView({block: "start"});
  };
  new MutationObserver(lead).observe(document, {childList: true, subtree: true});
  addEventListener("click", (event) => {
    const link = event.target.closest?.(".hs-errors a[href^='#wrong-']");
    const said = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const within = [...(said?.closest("[class*='st-key-hs-field-']")?.querySelectorAll(FIELD) ?? [])];
    const seen = within.filter((each) => each.tabIndex >= 0 && each.getClientRects().length);
    const field = seen.find((each) => each.checked) ?? seen[0];
    if (!field) return;
    event.preventDefault();
    field.focus({preventScroll: true});
    said.scrollIntoView({block: "start"});
  });
})();
// Nor where one leaves the whole page with the cursor in a field: a phone that is put away, another app, another tab.
// Such a page may never come back, so what stands in the field is stored then, and the cursor stays in it.
document.addEventListener("visibilitychange", () => {
  const field = document.activeElement;
  if (document.visibilityState !== "hidden" || !field?.matches("input, textarea")) return;
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
});
