// Streamlit stores what is typed in a field as it is left, but not where one leaves a passphrase by the button that
// shows it, as whoever uses the Tab key does: what was typed stood there and was not known. So the field is left anew.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const whole = target.closest?.('[data-testid="stTextInput"]');
  if (!whole || target.matches("input") || whole.contains(relatedTarget)) return;
  whole.querySelector("input")?.dispatchEvent(new FocusEvent("focusout", { bubbles: true, relatedTarget }));
});
