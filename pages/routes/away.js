// While the connection is away: says so to who listens, closes Streamlit's English dialog, which would take the focus
// out of the field that is being written in; and when it is back, gives the focus back and has the field saved, and
// names the button whose press had no answer. Before that, closes a menu that a phone left open.
(() => {
  // Streamlit remembers a menu that was open; on a phone it would cover the page that is loaded anew.
  if (matchMedia("(max-width: 48rem)").matches) {
    for (const key of Object.keys(localStorage)) if (key.startsWith("stSidebarCollapsed")) localStorage.setItem(key, "true");
  }
  const STATE = "data-test-connection-state";
  let field = null, away = false, told = null;
  const words = (name = "away") => {
    const said = getComputedStyle(document.documentElement).getPropertyValue(`--hs-word-${name}`).trim();
    return said ? JSON.parse(said) : "";
  };
  // A line can be dead without anybody having noticed. Whoever presses and hears nothing asks whether the portal is
  // there. Where it is not, and where nothing is heard all the same, the line is given up, and Streamlit makes another.
  const ASK_MS = 5000, GIVE_UP_MS = 15000;
  let line = null, pressed = null, sent = null, lost = null;
  const giveUp = (press) => {
    if (sent !== press || away) return;
    line.dispatchEvent(new CloseEvent("close"));
    line.close();
  };
  const ask = (press) => {
    if (sent !== press || away) return;
    fetch("_stcore/health", {cache: "no-store", signal: AbortSignal.timeout(ASK_MS)})
      .then(() => setTimeout(giveUp, GIVE_UP_MS, press), () => giveUp(press));
  };
  const {send} = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    if (line !== this) {
      line = this;
      this.addEventListener("message", () => { if (sent?.line === this) sent = null; });
    }
    if (pressed && Date.now() - pressed.at < 1000) {
      sent = {...pressed, line: this};
      setTimeout(ask, ASK_MS, sent);
    }
    pressed = null;
    return send.call(this, data);
  };
  const named = (pressable) => {
    const shown = pressable.cloneNode(true);
    for (const part of shown.querySelectorAll("[data-testid=stIconMaterial], .hs-unseen")) part.remove();
    return shown.textContent.trim();
  };
  addEventListener("click", ({target}) => {
    // What stands unseen was pressed by what is seen, and that has the name.
    if (target.closest?.(".st-key-hs-pressed")) return;
    const pressable = target.closest?.("button, a");
    lost?.remove();
    lost = null;
    pressed = pressable && {name: named(pressable), at: Date.now()};
  }, true);
  const sayLost = () => {
    if (!sent || !words("lost")) return;
    lost = document.createElement("p");
    lost.className = "hs-lost";
    lost.setAttribute("role", "status");
    document.querySelector("[data-testid=stApp]").append(lost);
    const {name} = sent;
    sent = null;
    setTimeout(() => { if (lost) lost.textContent = words("lost").replace("{name}", () => name); }, 100);
  };
  const closeDialog = () => {
    for (const dialog of document.querySelectorAll("[data-testid=stDialog]")) {
      // A dialog of ours holds a block of elements.
      if (!dialog.querySelector("[data-testid=stVerticalBlock]")) dialog.querySelector("button[aria-label=Close]")?.click();
    }
  };
  const waiting = new MutationObserver(closeDialog);
  const leave = () => {
    away = true;
    if (!told) {
      told = document.createElement("p");
      told.className = "hs-unseen";
      told.setAttribute("role", "status");
      document.body.append(told);
    }
    setTimeout(() => { if (away) told.textContent = words(); }, 1500);
    waiting.observe(document.body, {childList: true, subtree: true});
  };
  const goOn = (left, until) => {
    // The field can be written in again a moment after the connection is there.
    if (left.disabled && Date.now() < until) return requestAnimationFrame(() => goOn(left, until));
    if (!left.isConnected) return;
    const here = document.activeElement;
    left.focus({preventScroll: true});
    left.blur();
    (here === document.body ? left : here).focus({preventScroll: true});
  };
  const comeBack = () => {
    away = false;
    waiting.disconnect();
    told.textContent = "";
    sayLost();
    if (field) goOn(field, Date.now() + 3000);
  };
  const look = () => {
    const state = document.querySelector(`[${STATE}]`)?.getAttribute(STATE);
    if (!away && state && state !== "CONNECTED" && words()) leave();
    else if (away && state === "CONNECTED") comeBack();
  };
  addEventListener("focusin", ({target}) => { if (!away) field = target.matches("input, textarea") ? target : null; });
  // A field that is switched off loses the focus too: that is the one to come back to. One whose words are stored because
  // the page is put away has not lost it.
  addEventListener("focusout", ({target, isTrusted}) => { if (isTrusted && !away && !target.disabled) field = null; });
  new MutationObserver(look).observe(document, {subtree: true, attributes: true, attributeFilter: [STATE]});
})();
