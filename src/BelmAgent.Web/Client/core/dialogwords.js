/** What the dialogs of the page say. */
export const dialogWords = {
  several: {
    title: /** @param {number} n */ n => `${n} pictures`,
    text: 'A conversation edits one picture at a time; a batch edits all of them alike.',
    batch: 'Edit all of them', request: 'What should change in all of them?',
    each: 'One conversation for each', together: 'All in one conversation', one: /** @param {string} name */ name => `Only ${name}`,
    incoming: 'A new picture', into: 'Bring it into this conversation', fresh: 'Start a new conversation',
  },

  forget: {
    title: 'Delete this picture?', text: 'The picture, its recipe and its inversions are removed from the library. This cannot be undone.',
    descendants: 'Other pictures were made from it. They are deleted, too.', yes: 'Delete', all: 'Delete all of them', no: 'Keep',
  },

  settings: {
    title: 'Settings', theme: 'Appearance', themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    keys: 'Single-key shortcuts', model: 'Model', runs: 'Runs on', planner: 'Planner', approval: 'Approval', version: 'Version', limit: 'Largest picture',
    limitValue: /** @param {number} mb @param {number} mp */ (mb, mp) => `${mb} MB, ${mp} megapixels`,
    signOut: 'Sign out', noModel: 'none',
    approvals: /** @type {Record<string, string>} */ ({ ask: 'asks before each edit', automatic: 'edits without asking' }),
  },

  keys: {
    title: 'Keyboard',
    off: 'Letters and signs alone work outside of text fields, and can be switched off in the settings.',
    groups: /** @type {[string, [string, string][]][]} */ ([
      ['Conversation', [['/', 'Write a request'], ['Enter', 'Send; approve the plan in focus'], ['Esc', 'Refuse the plan; close'], ['Shift+Enter', 'New line']]],
      ['Versions', [['Ctrl+Z', 'Undo'], ['Ctrl+Shift+Z', 'Redo (also Ctrl+Y)'], ['← → ↑ ↓', 'Move in the tree'], ['Enter', 'Edit from that version'], ['C', 'Compare with…']]],
      ['Picture', [['1 2 3 4', 'Slider, side by side, flip, difference'], ['Space', 'Hold to see before (flip)'], ['+ −', 'Zoom in, out'], ['0', 'Fit'], ['M', 'Mask'], ['D', 'Recipe and download'], ['X', 'How exact?']]],
      ['Mask', [['[ ]', 'Brush size'], ['E', 'Eraser'], ['I', 'Invert'], ['R', 'Rectangle'], ['Ctrl+Z', 'Undo stroke'], ['Enter', 'Use mask'], ['Esc', 'Cancel']]],
      ['Everywhere', [['N', 'New picture'], ['?', 'This map']]],
    ]),
  },
};
