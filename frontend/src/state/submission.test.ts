import { describe, expect, it } from 'vitest';
import { Fault, Refusal } from '@/api/problem';
import { setLang, t } from '@/i18n/index.svelte';
import { Submission } from './submission.svelte';

const KEY = 'Idempotency-Key';
const keyOf = (headers: Record<string, string>) => headers[KEY] ?? '';

describe('a submission', () => {
  it('keeps its key after a lost answer, so that pressing again does nothing twice', async () => {
    const save = new Submission();
    const keys: string[] = [];
    const lose = (headers: Record<string, string>) => {
      keys.push(keyOf(headers));
      return Promise.reject(new Fault(''));
    };
    await save.run(lose);
    await save.run(lose);
    expect(keys[0]).toBe(keys[1]);
  });

  it('takes a new key once it was done or refused', async () => {
    const save = new Submission();
    const keys: string[] = [];
    for (const end of [() => Promise.resolve(1), () => Promise.reject(new Refusal('required'))]) {
      await save.run((headers) => {
        keys.push(keyOf(headers));
        return end();
      });
    }
    await save.run((headers) => Promise.resolve(keys.push(keyOf(headers))));
    expect(new Set(keys).size).toBe(3);
  });

  it('takes no second press while the answer is awaited', async () => {
    const save = new Submission();
    let finish = () => {};
    const first = save.run(() => new Promise<string>((done) => (finish = () => done('made'))));
    expect(save.busy).toBe(true);
    expect(await save.run(() => Promise.resolve('again'))).toBeUndefined();
    finish();
    expect(await first).toBe('made');
    expect(save.busy).toBe(false);
  });

  it('says a refusal at its field, and elsewhere when no field shows it', async () => {
    setLang('en');
    const save = new Submission();
    await save.run(() => Promise.reject(new Refusal('required', 'email')));
    expect(save.on('email')).toBe(t('error.required'));
    expect(save.on('name')).toBeUndefined();
    expect(save.besides('email', 'name')).toBeUndefined();
    expect(save.besides('name')).toBeInstanceOf(Refusal);
    save.clear();
    expect(save.failure).toBeUndefined();
  });
});
