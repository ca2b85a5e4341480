// Follows what a page and its server say to each other, so that a story knows when an answer is drawn.
// A run is asked for by the browser, begun by the server (a new session) and finished by it; a run may begin unasked.
(() => {
  if (window.top !== window) return;
  const ASKED = 11, BEGUN = 4, FINISHED = 6, FINISHED_FOR_ANOTHER = 2;
  const runs = (window.storyRuns = { asked: true, running: false, begun: 0, since: Date.now() });
  const say = (change) => Object.assign(runs, change, { since: Date.now() });

  // The fields of a protobuf message: number and, where it is one, value.
  function* fields(bytes) {
    let at = 0;
    const varint = () => {
      let value = 0;
      for (let factor = 1; ; factor *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * factor;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = varint();
      const [number, kind] = [Math.floor(tag / 8), tag % 8];
      const value = kind === 0 || kind === 2 ? varint() : null;
      if (kind !== 0) at += kind === 2 ? value : kind === 1 ? 8 : 4;
      yield { number, value };
    }
  }

  function heard(bytes) {
    for (const { number, value } of fields(bytes)) {
      if (number === BEGUN) say({ asked: false, running: true, begun: runs.begun + 1 });
      if (number === FINISHED && value !== FINISHED_FOR_ANOTHER) say({ running: false });
    }
  }

  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    if (ArrayBuffer.isView(data)) {
      const [first] = fields(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      if (first?.number === ASKED) say({ asked: true });
    }
    return send.call(this, data);
  };
  window.WebSocket = class extends WebSocket {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", ({ data }) => data instanceof ArrayBuffer && heard(new Uint8Array(data)));
    }
  };
})();
