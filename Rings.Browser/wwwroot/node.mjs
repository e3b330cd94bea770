// Where the node hears of the page, and the page of the node.

let page = { received: async () => {}, happened: () => {} };

/** The page's two receivers: of messages, and of what happens. */
export function attach(receivers) {
  page = receivers;
}

export const received = (from, protocol, id, sentAt, sealed, payload) =>
  page.received({ from, protocol, id, sentAt, sealed, data: payload });

export const happened = (what, fields) => page.happened(what, JSON.parse(fields));
