import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { api, call, Refusal } from '@/api/client';
import { failureText, lang } from '@/i18n/index.svelte';
import { checkFile, showFile } from '@/routes/import/file.svelte';
import type { Policy } from '@/routes/settings/settings.svelte';
import { go } from '@/state/router.svelte';
import { session, takeSession } from '@/state/session.svelte';
import { Submission } from '@/state/submission.svelte';
import {
  dropDraft,
  loadDraft,
  requestOf,
  RULES,
  stepOf,
  STEPS,
  vatNumberOf,
  type Draft,
  type Identity,
  type Step,
} from './draft';
import { outsideMention } from './mention';

const PAUSE_MS = 350; // in typing

/** What startSettings of the backend begins with. */
const START: Policy = {
  fileBeforeLink: ['package', 'activity'],
  ...{ numberForm: 'F{year}-{n:4}', creditForm: 'A{year}-{n:4}', ownCreditSeries: false },
  ...{ termDays: 7, promiseDays: 7, cartMinutes: 60, cartMaxMinutes: 180, cardMonths: 1 },
  noteFromCents: 25_00,
  ...{
    paperNote: '',
    mediator: '',
    aidNames: [],
    linkProvider: '',
    linkShop: '',
    linkOnAsk: false,
    linkTemplate: '',
    epcText: false,
  },
  ...{ outsideVat: false, vatOnCollection: false },
  ...{ deskOverrides: true, deskCreditCents: 500_00, lockMinutes: 5, refuseBelowStock: false },
  ...{ cutOffMinutes: 17 * 60, voucherHours: 24, voucherMonths: 1, vouchersASeason: 5 },
  ...{ voucherPeriod: 'season', waitingHours: 24, horseHabit: 'repeat' },
};

/** The setting up of a club: its draft, where it stands, and what is wrong with it. */
export class Setup {
  readonly draft: Draft = $state(loadDraft(lang(), session().today));
  readonly submission = new Submission();
  readonly #wrong = new SvelteMap<string, unknown>();
  readonly #right = new SvelteSet<string>();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #checking = $state(false);
  /** Where the families come from; its screen follows the opening. Not kept with the draft. */
  file = $state.raw<File>();
  /** Why the last file given is none to read. */
  fileFailure = $state.raw<unknown>();

  get run() {
    return this.draft.run;
  }

  get step(): Step {
    return this.draft.step;
  }

  get busy(): boolean {
    return this.#checking || this.submission.busy;
  }

  /** The club's rules as far as they are known, for the paper beside the steps. */
  get policy(): Policy {
    const { vat, link } = this.run;
    return { ...START, outsideVat: !vat, linkTemplate: link };
  }

  get mentions(): string[] {
    return this.run.vat ? [] : [outsideMention(this.run.identity)];
  }

  /** What was said in a field: `read('identity.iban')`. */
  read(field: string): string {
    const [section, name] = field.split('.') as [string, string?];
    const value = (this.run as unknown as Record<string, unknown>)[section];
    return String(name ? (value as Record<string, unknown>)[name] : value);
  }

  write(field: string, text: string): void {
    const [section, name] = field.split('.') as [string, string?];
    const run = this.run as unknown as Record<string, unknown>;
    if (name) (run[section] as Record<string, unknown>)[name] = text;
    else run[section] = text;
    this.#wrong.delete(field);
    this.#right.delete(field);
  }

  /** Tells a number that is right as soon as it is whole; a wrong one only when it is left. */
  watch(field: string): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#confirm(field), PAUSE_MS);
  }

  async #confirm(field: string): Promise<void> {
    const text = this.read(field).trim();
    const kind = RULES[field]?.kind;
    if (text === '' || !kind) return;
    try {
      await call(api.GET('/api/desk/check', { params: { query: { kind, text } } }));
      if (this.read(field).trim() === text) this.#right.add(field);
    } catch {
      // What is wrong with it is said when the field is left.
    }
  }

  /** Reports whether the number in a field was checked and is right. */
  isRight = (field: string): boolean => this.#right.has(field);

  /** The words for what is wrong with a field. */
  error(field: string): string | undefined {
    const failure = this.#wrong.get(field);
    return failure === undefined ? undefined : failureText(failure);
  }

  /** What is wrong with no field: the program does not answer. */
  get failure(): unknown {
    return this.#wrong.get('') ?? this.submission.besides(...this.#wrong.keys());
  }

  /** The required fields that are empty. */
  get lacking(): string[] {
    return Object.keys(RULES).filter(
      (field) => RULES[field]?.required && this.read(field).trim() === '',
    );
  }

  /** Checks a field, writes it as people read it, and reports whether it can be kept. */
  async check(field: string): Promise<boolean> {
    const text = this.read(field).trim();
    const { kind, required } = RULES[field] ?? {};
    this.#wrong.delete(field);
    try {
      if (text === '' && required) throw new Refusal('required', field);
      if (field === 'season.last' && text !== '' && text < this.run.season.first)
        throw new Refusal('dayOrder', field);
      if (text === '' || !kind) return true;
      const checked = await call(api.GET('/api/desk/check', { params: { query: { kind, text } } }));
      this.#wrong.delete('');
      if (this.read(field).trim() === text) this.write(field, checked.printed);
      this.#right.add(field);
      return true;
    } catch (failure) {
      this.#wrong.set(failure instanceof Refusal ? field : '', failure);
      return false;
    }
  }

  /** A number of one country says nothing in the other. */
  moveTo(country: Identity['country']): void {
    const { identity } = this.run;
    if (!identity.vatNumber.startsWith(country)) this.write('identity.vatNumber', '');
    identity.country = country;
  }

  /** Takes the file of the families, or none; the wrong sort of file is said at once. */
  take(file: File | undefined): void {
    this.file = this.fileFailure = undefined;
    try {
      if (file) checkFile(file);
      this.file = file;
    } catch (failure) {
      this.fileFailure = failure;
    }
  }

  /** Goes to any step; what is wrong here is said again at the end. */
  goTo(step: Step): void {
    if (step === 'vat' && this.run.vat && this.run.identity.vatNumber === '')
      this.run.identity.vatNumber = vatNumberOf(this.run.identity);
    this.draft.step = step;
  }

  back(): void {
    const before = STEPS[STEPS.indexOf(this.step) - 1];
    if (before) this.goTo(before);
  }

  /** Leaves the step as it is. */
  skip(): void {
    const after = STEPS[STEPS.indexOf(this.step) + 1];
    if (after) this.goTo(after);
  }

  /** Checks the step and goes on; the last one opens the club. */
  async next(): Promise<boolean> {
    if (this.busy) return false;
    if (this.step === 'open') return this.#open();
    this.#checking = true;
    const fields = Object.keys(RULES).filter((field) => this.#asks(field));
    const good = await Promise.all(fields.map((field) => this.check(field)));
    this.#checking = false;
    if (good.includes(false)) return false;
    if (!this.draft.passed.includes(this.step)) this.draft.passed.push(this.step);
    this.skip();
    return true;
  }

  /** Reports whether the open step asks for a field in this country. */
  #asks(field: string): boolean {
    if (stepOf(field) !== this.step) return false;
    if (/siret|rna/.test(field)) return this.run.identity.country === 'FR';
    if (field === 'identity.enterprise') return this.run.identity.country === 'BE';
    return field !== 'identity.vatNumber' || this.run.vat;
  }

  async #open(): Promise<boolean> {
    const body = requestOf(this.draft);
    const opened = await this.submission.run((headers) =>
      call(api.POST('/api/desk/first-run', { body, headers })),
    );
    if (opened) {
      dropDraft();
      takeSession(opened);
      if (this.file) await showFile(this.file);
      else go('desk');
      return true;
    }
    const { failure } = this.submission;
    if (failure instanceof Refusal && failure.field) {
      const field = failure.field;
      this.#wrong.set(field, failure);
      this.goTo(stepOf(field));
    }
    return false;
  }
}
