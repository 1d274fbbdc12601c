import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Refusal } from '@/api/client';
import { Draft, same, type Versioned } from './draft.svelte';

interface Rule {
  name: string;
  days: number;
}

/** A server in memory that keeps versions as the program does. */
function server(record: Versioned<Rule>) {
  const state = { record, writes: [] as Rule[], lost: false };
  const write = async (value: Rule, version: number): Promise<Versioned<Rule>> => {
    if (version !== state.record.version) {
      throw new Refusal('stale', '', {
        version: state.record.version,
        current: state.record.value,
      });
    }
    if (value.days < 0) throw new Refusal('outOfRange', 'days', { min: 0, max: 9 });
    state.writes.push(value);
    state.record = { value: { ...value, name: value.name.trim() }, version: version + 1 };
    if (state.lost) throw new Error('no answer');
    return state.record;
  };
  return { state, write };
}

const seven: Versioned<Rule> = { value: { name: 'Term', days: 7 }, version: 1 };

describe('a draft', () => {
  it('saves the field that was left and takes over how the server wrote it', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    draft.value.name = '  Term of payment ';
    expect(await draft.save('name')).toBe(true);
    expect(draft.value.name).toBe('Term of payment');
    expect(state.record.version).toBe(2);
  });

  it('writes nothing when nothing changed', async () => {
    const { state, write } = server(seven);
    await new Draft(seven, write).save('name');
    expect(state.writes).toEqual([]);
  });

  it('keeps a refused field with its words and saves the others all the same', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    draft.value.days = -1;
    expect(await draft.save('days')).toBe(false);
    draft.value.name = 'Credit';
    expect(await draft.save('name')).toBe(true);
    expect(state.record.value).toEqual({ name: 'Credit', days: 7 });
    expect(draft.value.days).toBe(-1);
    expect(draft.on('days')).toContain('9');
    expect(draft.besides('days')).toBeUndefined();
    draft.value.days = 7;
    await draft.save('days');
    expect(draft.on('days')).toBeUndefined();
  });

  it('forgets what was said of two fields when both are saved at once', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    draft.value.days = -1;
    await draft.save('days');
    draft.value.days = 8;
    draft.value.name = 'Credit';
    expect(await draft.retry()).toBe(true);
    expect(draft.waits).toBe(false);
    expect(state.record.value).toEqual({ name: 'Credit', days: 8 });
  });

  it('saves two fields left one after the other on following versions', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    draft.value.days = 8;
    const first = draft.save('days');
    draft.value.name = 'Credit';
    expect(await Promise.all([first, draft.save('name')])).toEqual([true, true]);
    expect(state.record).toEqual({ value: { name: 'Credit', days: 8 }, version: 3 });
  });

  it('shows both values when somebody else saved meanwhile, and lets one choose', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    state.record = { value: { name: 'Theirs', days: 5 }, version: 2 };
    draft.value.days = 8;
    expect(await draft.save('days')).toBe(false);
    expect(draft.conflict?.mine).toEqual({ days: 8 });
    expect(draft.conflict?.theirs.value.days).toBe(5);
    expect(await draft.keepMine()).toBe(true);
    expect(state.record.value).toEqual({ name: 'Theirs', days: 8 });
    expect(draft.value.name).toBe('Theirs');
  });

  it('lays a field on what somebody else saved of another one, and asks nothing', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    state.record = { value: { name: 'Theirs', days: 7 }, version: 2 };
    draft.value.days = 8;
    expect(await draft.save('days')).toBe(true);
    expect(draft.conflict).toBeUndefined();
    expect(state.record.value).toEqual({ name: 'Theirs', days: 8 });
  });

  it('takes the value of the other when that one is better', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    state.record = { value: { name: 'Term', days: 5 }, version: 2 };
    draft.value.days = 8;
    await draft.save('days');
    draft.takeTheirs();
    expect(draft.value.days).toBe(5);
    expect(draft.conflict).toBeUndefined();
  });

  it('asks nothing when a lost answer turns out to be written', async () => {
    const { state, write } = server(seven);
    const draft = new Draft(seven, write);
    state.lost = true;
    draft.value.days = 8;
    expect(await draft.save('days')).toBe(false);
    expect(draft.besides()).toBeInstanceOf(Error);
    state.lost = false;
    expect(await draft.retry()).toBe(true);
    expect(draft.conflict).toBeUndefined();
    expect(state.writes).toHaveLength(1);
  });

  it('takes over what others wrote, but not under the hand that types', () => {
    const { write } = server(seven);
    const draft = new Draft(seven, write);
    draft.adopt({ value: { name: 'Theirs', days: 7 }, version: 2 });
    flushSync();
    expect(draft.value.name).toBe('Theirs');
    draft.value.name = 'Theirs, and mi';
    draft.adopt({ value: { name: 'Other', days: 7 }, version: 3 });
    expect(draft.value.name).toBe('Theirs, and mi');
  });
});

it('finds JSON values equal whatever the order of their fields', () => {
  expect(same({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(same({ a: 1 }, { a: 2 })).toBe(false);
  expect(same([1], [1, 2])).toBe(false);
  expect(same(null, {})).toBe(false);
});
