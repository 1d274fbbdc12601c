/**
 * A bar code scanner is a keyboard that types fast. This one listens to every
 * key and takes a payment slip's code out of them, wherever the cursor stands:
 * neither the screen's shortcuts nor the field under the cursor see it.
 */
import { writes } from '@/state/keys.svelte';

/** The beginning of a slip's code (PRODUCT.md section 9, References). */
const MARK = 'PADDOCK:';
const WHOLE = /^PADDOCK:[^:]+:\d+$/;
/** Keys further apart were pressed by a hand. */
const FAST_MS = 80;
/** The end of a code without an Enter; the window may be busy while its last keys wait. */
const SILENT_MS = 250;

/** Reports whether a text begins as a slip's code does. */
export const looksLikeSlip = (text: string): boolean => text.trim().toUpperCase().startsWith(MARK);

/** What stood in a field before the scanner wrote into it. */
interface Field {
  element: HTMLInputElement | HTMLTextAreaElement;
  value: string;
}

const PHYSICAL: Record<string, string> = {
  Minus: '-',
  NumpadSubtract: '-',
  Slash: '/',
  NumpadDivide: '/',
};

/** The character of a key on the American layout, which most scanners believe in; '' for others. */
function physical({ code, shiftKey }: KeyboardEvent): string {
  const figure = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  if (figure) return figure;
  if (code === 'Semicolon' && shiftKey) return ':';
  return PHYSICAL[code] ?? '';
}

const fits = (text: string): boolean => text.startsWith(MARK) || MARK.startsWith(text);

/**
 * Reads slips from the keys of a window; `onslip` is given the code. What the keys
 * say of themselves decides whether a scanner typed them: a busy computer may bring
 * them late, in two halves, and then the pause between them is not the scanner's.
 */
export class Scanner {
  #byKey = '';
  #byCode = '';
  #last = 0;
  #field: Field | undefined;
  /** Keys kept from the screen while they may be the beginning of a code. */
  #held: KeyboardEvent[] = [];
  #replaying = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly onslip: (code: string) => void) {}

  /** Listens, before anybody else does: on the window, while the event is captured. */
  keydown(event: KeyboardEvent): void {
    if (this.#replaying || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key === 'Shift' || event.key === 'CapsLock') return;
    if (event.timeStamp - this.#last > this.#patience) this.#giveUp();
    this.#last = event.timeStamp;
    if (event.key === 'Enter' || event.key === 'Tab') {
      if (this.#code) this.#swallow(event);
      return this.#end();
    }
    if (event.key.length !== 1) return this.#giveUp();
    if (this.#byKey === '') this.#begin(event.target);
    this.#byKey += event.key.toUpperCase();
    this.#byCode += physical(event) || ' ';
    if (!fits(this.#byKey) && !fits(this.#byCode)) return this.#giveUp();
    this.#take(event);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#pause(), this.#patience);
  }

  /** The code as it was read so far, once it has its mark. */
  get #marked(): string {
    return [this.#byKey, this.#byCode].find((text) => text.startsWith(MARK)) ?? '';
  }

  /** How long the next key may take: nobody types the mark that fast, so what follows it may be slower. */
  get #patience(): number {
    return this.#marked ? SILENT_MS : FAST_MS;
  }

  /** The whole code; some scanners send no Enter after it. */
  get #code(): string {
    return [this.#byKey, this.#byCode].find((text) => WHOLE.test(text)) ?? '';
  }

  #begin(target: EventTarget | null): void {
    const writable = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    this.#field = writable && writes(target) ? { element: target, value: target.value } : undefined;
  }

  /**
   * Keeps a key from the screen. A field gets the letters of the mark, which
   * somebody may type, and is given back what it held once the mark is whole.
   */
  #take(event: KeyboardEvent): void {
    if (this.#marked) {
      this.#swallow(event);
      this.#held = [];
      this.#restore();
    } else if (!this.#field) {
      this.#swallow(event);
      this.#held.push(event);
    }
  }

  #swallow(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #restore(): void {
    if (!this.#field) return;
    const { element, value } = this.#field;
    element.value = value;
    element.dispatchEvent(new Event('input', { bubbles: true }));
    this.#field = undefined;
  }

  #end(): void {
    const code = this.#code;
    this.#giveUp();
    if (code) this.onslip(code);
  }

  /**
   * No key came for a moment. Nobody waits longer for what was pressed; a key
   * that was only brought late goes on where the last one stopped.
   */
  #pause(): void {
    this.#release();
    if (this.#code) this.onslip(this.#code);
  }

  /** It was no scanner, or its code is read. */
  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#byKey = '';
    this.#byCode = '';
    this.#field = undefined;
    this.#release();
  }

  /** The screen gets the keys it was kept from. */
  #release(): void {
    const held = this.#held;
    this.#held = [];
    this.#replaying = true;
    for (const event of held) event.target?.dispatchEvent(new KeyboardEvent(event.type, event));
    this.#replaying = false;
  }
}
