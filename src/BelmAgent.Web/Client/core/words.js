/** What the page says; what its dialogs say is in dialogwords.js, and what batches say in batches.js, which are loaded with them. */

/** @param {number} count @param {string} one @param {string} many */
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {number} fraction */
const percent = fraction => `${(fraction * 100).toFixed(fraction > 0.1 && fraction < 0.9995 ? 1 : fraction === 0 || fraction === 1 ? 0 : 1)} %`;

export const words = {
  name: 'BelmAgent',
  promise: 'Say what should change. Only that changes.',
  percent,

  welcome: {
    drop: 'Drop a picture anywhere',
    dropMore: 'or paste one with Ctrl+V. PNG, JPEG or WebP; several, or a table of requests, become a batch.',
    choose: 'Choose a picture',
    camera: 'Take a photo',
    samples: 'Or start with one of these',
    sampleHint: 'One click plans the edit, a second one makes it.',
    open: /** @param {string} title */ title => `Open ${title}`,
    recent: 'Continue',
    pictures: /** @param {number} n */ n => plural(n, 'picture', 'pictures'),
    library: 'All pictures',
    generate: 'Or describe a picture to create',
    generateExample: 'a red car on the left and a cat on the right, on a beach, at sunset',
    create: 'Create',
    forget: 'Remove this conversation; its pictures stay',
  },

  key: {
    title: 'Paste your key',
    why: 'belm serve printed a link when it started; opening that link signs you in. You can also paste the link or its key here.',
    label: 'Key or link',
    enter: 'Continue',
    wrong: 'This key is not known here.',
  },

  composer: {
    label: 'What should change?',
    placeholder: 'What should change?',
    answer: 'Your answer…',
    send: 'Send',
  },

  conversation: {
    title: 'Conversation',
    sees: 'I see',
    ask: 'What should change?', you: 'You',
    thinking: 'Thinking…',
    waiting: 'The plan waits for your approval.', waits: 'Waits for the request before.',
    result: /** @param {number} n */ n => `Version ${n}`,
    interrupted: /** @param {string} request */ request => `A restart broke off “${request}”. Nothing is lost.`,
    again: 'Try again',
    question: 'Question',
    maskOn: 'Only the painted part changes',
    maskEdit: 'Edit mask',
    maskOff: 'Remove mask',
    maskAgain: 'Use the same mask again',
    generated: 'created from words',
  },

  plan: {
    title: 'The plan',
    removed: 'removed',
    added: 'added',
    from: 'Now',
    to: 'After',
    of: /** @param {number} n */ n => `for version ${n}`,
    about: /** @param {number} s */ s => `about ${s < 10 ? s.toFixed(1).replace('.0', '') : Math.round(s)} s`,
    approve: 'Approve',
    change: 'Change',
    refuse: 'Refuse',
    run: 'Run with these',
    back: 'Back',
    target: 'What the picture should show',
    guidance: 'Guidance', guidanceHint: '1 to 30; higher follows the words more',
    steps: 'Steps', stepsHint: '2 to 1000; more takes longer',
    tries: 'Attempts', triesHint: '1 to 10',
    usual: 'usual',
    settings: 'Settings',
    hint: 'Enter approves, Esc refuses',
  },

  progress: {
    title: 'Working',
    stages: /** @type {Record<string, string>} */ ({ load: 'Load', encode: 'Read', invert: 'Invert', edit: 'Edit', check: 'Check', decode: 'Draw', reconstruct: 'Reconstruct', generate: 'Create' }),
    doing: /** @type {Record<string, string>} */ ({ load: 'Loading the model', encode: 'Reading the picture', invert: 'Inverting', edit: 'Making the change', check: 'Checking the result', decode: 'Drawing the picture', reconstruct: 'Reconstructing' }),
    step: /** @param {number} a @param {number} b */ (a, b) => `step ${a} of ${b}`,
    attempt: /** @param {number} a @param {number} b */ (a, b) => `attempt ${a} of ${b}`,
    left: /** @param {number} s */ s => `${s < 10 ? s.toFixed(1) : Math.round(s)} s left`,
    queued: /** @param {number} n */ n => n <= 1 ? 'Next in line' : `${n - 1} before you`,
    preview: 'Preview',
    cancel: 'Cancel',
    cancelling: 'Stopping…',
    started: 'The edit has started.',
    quarter: /** @param {number} q */ q => `${q * 25} % done.`,
    done: 'The edit is done.',
  },

  compare: {
    label: 'Before and after',
    modes: { slider: 'Slider', side: 'Side by side', flip: 'Flip', difference: 'Difference' },
    before: 'Before', after: 'After',
    value: /** @param {number} p */ p => `${p} % after`,
    hold: 'Hold Space, or press and hold, to see before',
    flip: 'Show before',
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Fit', zoom: 'Zoom',
    heat: 'Where the two pictures differ',
    kept: /** @param {number} f */ f => `${percent(f)} of the pixels kept to the bit`,
    changed: /** @param {number} f */ f => `${percent(f)} changed visibly`,
    same: 'background the same to the bit',
    background: /** @param {number} db */ db => `background within ${db.toFixed(0)} dB`,
    ssim: /** @param {number} v */ v => `SSIM ${v.toFixed(3)}`,
    sizes: 'Pictures of different sizes can be seen side by side only.',
    picture: /** @param {number} n */ n => `Version ${n}`,
    original: 'Original',
    against: 'Compare with…',
    usual: 'Compare with the version before',
  },

  check: /** @type {Record<string, string>} */ ({ passed: 'Passed', passed_with_changes: 'Passed, with other changes', failed: 'Check failed', not_checked: 'Not checked' }),

  stage: {
    mask: 'Mask', recipe: 'Recipe and download', exact: 'How exact?', picture: 'Picture', download: 'Download',
    here: 'Edit from here', notCurrent: /** @param {number} n */ n => `You are looking at version ${n}. Your next request starts from it.`,
    latest: /** @param {number} n */ n => `Back to version ${n}`, empty: 'This conversation has no picture yet.',
    tools: 'Picture tools',
  },

  history: {
    title: 'Versions', undo: 'Undo', redo: 'Redo', hideFailed: 'Hide failed',
    original: 'Original', reconstructed: 'Reconstruction', interpolated: 'In between', comparing: 'compared with',
    goTo: 'Edit from here', forget: 'Delete…', more: 'More for this version',
    version: 'Version',
    seconds: /** @param {number} s */ s => `${s.toFixed(1)} s`,
  },

  mask: {
    title: 'Paint where the picture may change', short: 'Mask',
    brush: 'Brush', eraser: 'Eraser', size: 'Size', smaller: 'Smaller brush', larger: 'Larger brush', feather: 'Feather',
    undo: 'Undo stroke', invert: 'Invert', clear: 'Clear', fill: 'Fill', rectangle: 'Rectangle', load: 'Load', save: 'Save',
    use: 'Use mask', cancel: 'Cancel', add: 'Add', erase: 'Take away',
    left: 'Left', top: 'Top', width: 'Width', height: 'Height',
    empty: 'Nothing is painted yet.', emptyRemedy: 'Paint the part that may change, or cancel.',
    canvas: 'Mask canvas. Paint with the pointer, or press R for a rectangle by numbers.',
    share: /** @param {number} f */ f => `${percent(f)} painted`,
    wrongSize: /** @param {number} w @param {number} h */ (w, h) => `This mask is ${w} × ${h} pixels; it was fitted to the picture.`,
    rectangleHint: 'Arrow keys move it, Shift+arrows change its size.',
    featherHint: 'Softens the outline of the mask, in pixels.',
  },

  recipe: {
    title: 'Recipe and download',
    rows: { request: 'Request', source: 'Before', target: 'After', kind: 'Kind', sampler: 'Sampler', steps: 'Steps', guidance: 'Guidance', strength: 'Strength', model: 'Model', size: 'Size', made: 'Made', took: 'Took', check: 'Check', caption: 'Shows' },
    withRecipe: 'PNG with recipe', withHint: 'Anyone can see and repeat how it was made',
    without: 'PNG without recipe', withoutHint: 'Only the pixels',
    jpeg: 'JPEG', webp: 'WebP', only: 'Recipe alone', onlyHint: 'JSON',
    command: 'Copy command', curl: 'Copy curl', reuse: 'Use these settings now',
    copied: 'Copied.', raw: 'Everything in the recipe', none: 'This picture was brought in; it has no recipe of its own.',
    copyFailed: 'The browser did not let the page copy.', copyRemedy: 'Select the text and copy it yourself.',
  },

  inversion: {
    title: 'How exact?',
    intro: 'Inversion turns the picture into noise and back. If it is exact, whatever an edit does not touch stays yours.',
    run: 'Measure this picture', running: 'Inverting and coming back…',
    bit: 'It comes back exactly, bit for bit.',
    exact: 'It comes back exactly.',
    near: 'It comes back almost.',
    exactWhy: 'The way to noise and back changes nothing beyond rounding; what differs from your pixels is the model’s picture format alone, and edits leave those pixels to you.',
    nearWhy: 'The way to noise and back loses a little with this sampler.',
    gaussian: 'The noise looks as it should.',
    odd: 'The noise is narrower or wider than the model expects, as with flat, drawn pictures; edits work all the same.',
    numbers: 'Numbers',
    rows: { sampler: 'Sampler', steps: 'Steps', latent: 'Round trip, latent', pixel: 'Round trip, pixels', auto: 'Autoencoder alone', mean: 'Noise mean', std: 'Noise deviation', kurtosis: 'Noise kurtosis (excess)', max: 'Largest value', seconds: 'Took' },
    expect: /** @param {string} v */ v => `expected ${v}`,
    histogram: 'Histogram of the noise, with the normal curve',
    reconstruct: 'Reconstruct the picture from its noise',
    failed: 'This picture could not be inverted.',
  },

  library: {
    open: 'All pictures', compare: 'Compare with…', search: 'Search words', empty: 'No picture matches.', more: 'More', here: 'In this conversation',
  },

  app: {
    home: 'Start', batches: 'Batches', new: 'New picture', settings: 'Settings', keys: 'Keyboard map', dropHere: 'Drop to start editing',
    lost: 'Reconnecting… Nothing is lost.', closing: 'The server is closing. The page reconnects when it is back.', opening: 'Opening…',
    skip: 'Skip to the conversation', close: 'Close', dismiss: 'Dismiss', retry: 'Try again', cancel: 'Cancel',
    uploading: /** @param {string} name */ name => `Bringing in ${name}…`, creating: 'Creating the picture…',
  },

  errors: {
    network: 'The server cannot be reached.', networkRemedy: 'Check that belm serve is still running, then try again.',
    unknown: 'Something went wrong.', unknownRemedy: 'Try again; the server’s output tells more.',
    address: 'A web address cannot be brought in.', addressRemedy: 'Save the picture and drop the file.',
    type: /** @param {string} name */ name => `“${name}” is not a picture that can be edited.`, typeRemedy: 'Use a PNG, JPEG or WebP file.',
    size: /** @param {string} name @param {number} mb */ (name, mb) => `“${name}” is larger than ${mb} MB.`, sizeRemedy: 'Save it smaller, then bring it in again.',
    tables: /** @param {string} one @param {string} other */ (one, other) => `“${one}” and “${other}” are two tables; nothing was brought in.`, tablesRemedy: 'Bring one in after the other, each with its pictures.',
    clipboard: 'There is no picture in the clipboard.', clipboardRemedy: 'Copy a picture, then paste again.',
  },
};
