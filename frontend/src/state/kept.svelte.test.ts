import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLang, t } from '@/i18n/index.svelte';
import KeptForm from '@/ui/KeptForm.svelte';
import { keeping } from './kept.svelte';

let waits = '';
let written: string[] = [];

beforeEach(() => {
  setLang('fr');
  [waits, written] = ['', []];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'POST') written.push(((await request.json()) as { text: string }).text);
    return new Response(JSON.stringify({ text: waits, keptAt: '' }), {
      headers: { 'Content-Type': 'application/json' },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

/** A sheet over a record, as it is opened. */
function opened(record: { name: string; price: number }) {
  const fields = $state({ ...record });
  const by = { sent: false };
  const form = keeping(
    'offer.3',
    () => fields,
    (was) => Object.assign(fields, was),
    by,
  );
  return { fields, by, sheet: render(KeptForm, { form }) };
}

it('a closed sheet keeps the fields that were typed, and no others', async () => {
  const { fields, sheet } = opened({ name: 'Stage', price: 1000 });
  fields.name = 'Stage de Pâques';
  flushSync();
  sheet.unmount();
  await waitFor(() => expect(written).toEqual(['{"name":"Stage de Pâques"}']));
});

it('what waits is laid on what the record says by now, and can be begun again', async () => {
  waits = '{"name":"Stage de Pâques"}';
  const { fields } = opened({ name: 'Stage', price: 1200 });
  await screen.findByText(t('ui.keptFrom'));
  expect(fields).toEqual({ name: 'Stage de Pâques', price: 1200 });
  await fireEvent.click(screen.getByRole('button'));
  expect(fields).toEqual({ name: 'Stage', price: 1200 });
  await waitFor(() => expect(written).toEqual(['']));
});

it('nothing waits once it was sent, and nothing is written of what nobody typed', async () => {
  waits = '{"name":"Stage de Pâques"}';
  const { by, sheet } = opened({ name: 'Stage', price: 1000 });
  await screen.findByText(t('ui.keptFrom'));
  by.sent = true;
  sheet.unmount();
  await waitFor(() => expect(written).toEqual(['']));

  waits = '';
  opened({ name: 'Stage', price: 1000 }).sheet.unmount();
  await new Promise((done) => setTimeout(done));
  expect(written).toEqual(['']);
});
