/** What becomes of papers at the counter, as somebody chose it last: remembered on this computer. */
import { api, call } from '@/api/client';
import { Submission } from '@/state/submission.svelte';

const STORED = 'paddock.papers';

/** What becomes of the receipt of money that came. */
export type Then = 'print' | 'mail' | 'nothing';
export const THENS: Then[] = ['print', 'mail', 'nothing'];

interface Choice {
  /** The invoice goes by mail, where it can. */
  mail: boolean;
  /** It is printed. */
  a4: boolean;
  /** The receipt of the sale is printed. */
  receipt: boolean;
  then: Then;
}

const UNCHOSEN: Choice = { mail: true, a4: true, receipt: false, then: 'nothing' };

function stored(): Choice {
  try {
    return { ...UNCHOSEN, ...(JSON.parse(localStorage.getItem(STORED) ?? '{}') as Choice) };
  } catch {
    return UNCHOSEN; // another version wrote it
  }
}

let current = $state.raw(stored());

/** The choice of this computer. */
export const choice = (): Choice => current;

/** Keeps a change of it. */
export function choose(change: Partial<Choice>): void {
  current = { ...current, ...change };
  localStorage.setItem(STORED, JSON.stringify(current));
}

/** Receipts that go to their family by mail. */
export class ReceiptMail {
  readonly submission = new Submission();
  /** They wait in the outbox. */
  sent = $state(false);
  /** They never leave it: the data are a training. */
  training = $state(false);

  async send(payments: number[]): Promise<void> {
    const body = { payments };
    const done = await this.submission.run((headers) =>
      call(api.POST('/api/desk/payments/mail', { body, headers })),
    );
    this.sent ||= done !== undefined;
    this.training = done?.training ?? false;
  }
}
