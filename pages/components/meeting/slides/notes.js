// Notes of the meeting: each is kept in the browser until the ledger has it, and sent again while it has not.
const SEND_AGAIN = 4000; // milliseconds

const notebook = (occasion) => {
  const key = `guatu_notes:${occasion}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; } };
  const write = (notes) => { try { localStorage.setItem(key, JSON.stringify(notes)); } catch { /* kept in memory only */ } };
  let waiting = read();
  return {
    waiting: () => waiting,
    add(note) {
      const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2)}`;
      waiting = [...waiting, { ...note, id }];
      write(waiting);
    },
    settle(written) { // returns how many have been written since
      const before = waiting.length;
      waiting = waiting.filter((note) => !written.includes(note.id));
      if (waiting.length !== before) write(waiting);
      return before - waiting.length;
    },
  };
};
