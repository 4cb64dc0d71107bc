// What every server of the matrix offers and says, whatever SDK it is made with; words.py and words.go say the same.
export const TEXT = { uri: 'matrix://text', mimeType: 'text/plain', text: 'text of the matrix' };
export const STEPS = [1, 2, 3];
export const LONGEST_MS = 15_000;

const WORDS = ['paris', 'park', 'party', 'berlin'];
const MOST_MARKS = 256;
const PATIENCE_MS = 3_000;

export const startingWith = (start = '') => WORDS.filter(word => word.startsWith(start));
export const says = words => ({ content: [{ type: 'text', text: words }] });
export const accepted = ({ action, content }) => [action, content?.name].filter(Boolean).join(' ');
export const spoken = ({ content }) => [content].flat().map(block => block.text).join(' ');
export const uris = ({ roots }) => roots.map(root => root.uri).join(' ');

/** Which calls have been cancelled, by the mark that each was given; the oldest are forgotten. */
export class Marks {
  #marks = new Set();
  #waiting = new Set();

  add(mark) {
    this.#marks.add(mark);
    if (this.#marks.size > MOST_MARKS) {
      this.#marks.delete(this.#marks.values().next().value);
    }
    this.#waiting.forEach(look => look());
  }

  /** Whether this one is there now or within three seconds. */
  has(mark) {
    return new Promise(resolve => {
      const end = found => {
        clearTimeout(tooLate);
        this.#waiting.delete(look);
        resolve(found);
      };
      const look = () => this.#marks.has(mark) && end(true);
      const tooLate = setTimeout(() => end(false), PATIENCE_MS);
      this.#waiting.add(look);
      look();
    });
  }
}
