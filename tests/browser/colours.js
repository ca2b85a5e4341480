// Whether words stand out from what is behind them, for those words alone that look like none of `known`.
async (known) => {
  // Some may lie where nothing can be told of them, below the edge or under what is open.
  const OF_A_LOOK = 3;
  const asKnown = new Set(known);
  const grounds = new Map();

  // What lies behind an element. What is lifted out of its place may lie over anything: it is like its namesakes only.
  function ground(element) {
    if (!element) return "";
    if (grounds.has(element)) return grounds.get(element);
    const { backgroundColor, backgroundImage, opacity, position, filter, mixBlendMode } = getComputedStyle(element);
    const through = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none";
    const changed = [opacity, filter, mixBlendMode].join(" ").replace("1 none normal", "");
    const own = [through ? "" : backgroundColor + backgroundImage, changed].join("");
    const lifted = ["static", "relative"].includes(position) ? "" : element.dataset.testid ?? element.className;
    const whole = /^rgb\(/.test(backgroundColor) && backgroundImage === "none";
    // Behind a ground that lets nothing through stands only what dims both.
    const behind = whole ? dimmed(element.parentElement) : lifted + ground(element.parentElement);
    const found = own ? own + "|" + behind : behind;
    grounds.set(element, found);
    return found;
  }

  function dimmed(element) {
    return element ? (getComputedStyle(element).opacity === "1" ? "" : " dimmed") + dimmed(element.parentElement) : "";
  }

  function look(element) {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    return [color, fontSize, fontWeight, textShadow, ground(element)].join(";");
  }

  // What cannot be used now may be pale, and an icon is a word in its font alone.
  const isRead = (element) =>
    !element.closest("[disabled], [aria-disabled=true]") && !element.closest("label")?.control?.disabled
    && getComputedStyle(element).fontSize !== "0px"
    && (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")
      || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const written = [...document.body.querySelectorAll("*:not([data-testid=stIconMaterial])")].filter(isRead);
  const looks = new Map(written.map((element) => [element, look(element)]));
  const alike = new Map();
  for (const element of written.filter((each) => !asKnown.has(looks.get(each)) && each.checkVisibility())) {
    alike.set(looks.get(element), [...(alike.get(looks.get(element)) ?? []), element]);
  }
  const fresh = [...alike.values()].flatMap((elements) => elements.slice(0, OF_A_LOOK));
  if (!fresh.length) return { violations: [], standOut: [] };
  const found = await axe.run({ include: fresh }, {
    runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true,
  });
  const standOut = found.passes.flatMap(({ nodes }) => nodes).map(({ element }) => looks.get(element));
  const violations = found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) }));
  return { violations, standOut: [...new Set(standOut)] };
}
