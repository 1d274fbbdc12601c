import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { t } from '@/i18n/index.svelte';
import { EVERYWHERE, register } from '@/state/keys.svelte';
import { here } from '@/state/router.svelte';
import { takeSession, type Session } from '@/state/session.svelte';
import Palette from './Palette.svelte';
import { isPaletteOpen, matching, openPalette, remember } from './palette.svelte';

const hits = {
  households: [{ id: 12, name: 'Famille Delcourt', detail: 'Manon, Hugo' }],
  riders: [{ id: 7, household: 12, name: 'Manon Delcourt', detail: 'Galop 3' }],
  invoices: [],
  horses: [],
  offers: [],
};

const run = vi.fn();
let stop = () => {};
const field = () => screen.getByRole('combobox');
const options = () => screen.queryAllByRole('option').map((option) => option.textContent?.trim());
const chosen = () => document.querySelector('[aria-selected="true"] p')?.textContent;

beforeEach(() => {
  takeSession({
    language: 'fr',
    theme: 'system',
    may: ['search', 'saveOffer'],
    ways: [],
  } as unknown as Session);
  run.mockReset();
  stop = register([{ code: 'KeyN', ctrl: true, label: 'keys.newSale', run }], EVERYWHERE);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(hits))));
  openPalette();
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe('the palette', () => {
  it('offers every action with its key before anything is typed', () => {
    render(Palette);
    expect(options()[0]).toContain(t('keys.newSale'));
    expect(options()[0]).toContain('Ctrl N');
  });

  it('finds people, and goes to the family of a rider', async () => {
    render(Palette);
    await fireEvent.input(field(), { target: { value: 'manon' } });
    await waitFor(() => expect(options()).toHaveLength(2));
    await fireEvent.keyDown(field(), { key: 'ArrowDown' });
    expect(chosen()).toBe('Manon Delcourt');
    await fireEvent.keyDown(field(), { key: 'Enter' });
    expect(isPaletteOpen()).toBe(false);
    await waitFor(() =>
      expect(here()).toMatchObject({ name: 'families', rest: ['12'], query: { rider: '7' } }),
    );
  });

  it('points at the chosen row for screen readers', async () => {
    render(Palette);
    await fireEvent.input(field(), { target: { value: 'manon' } });
    await waitFor(() => expect(options()).toHaveLength(2));
    const active = field().getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(active)?.getAttribute('aria-selected')).toBe('true');
  });

  it('runs an action that is found by its words', async () => {
    render(Palette);
    await fireEvent.input(field(), { target: { value: 'vente nouv' } });
    await fireEvent.keyDown(field(), { key: 'Enter' });
    await waitFor(() => expect(run).toHaveBeenCalledOnce());
  });

  it('finds a section of the settings by its name and by what it holds', async () => {
    takeSession({
      ...{ language: 'fr', theme: 'system', ways: [] },
      may: ['search', 'saveSettings'],
    } as unknown as Session);
    render(Palette);
    await fireEvent.input(field(), { target: { value: 'réglages tva' } });
    expect(chosen()).toBe(t('settings.vat'));
    await fireEvent.input(field(), { target: { value: t('settings.iban') } });
    expect(chosen()).toBe(t('settings.bank'));
    await fireEvent.keyDown(field(), { key: 'Enter' });
    await waitFor(() => expect(here()).toMatchObject({ name: 'settings', rest: ['bank'] }));
  });

  it('finds no section for who may not change the settings', async () => {
    render(Palette);
    await fireEvent.input(field(), { target: { value: 'réglages tva' } });
    expect(options()).toEqual([]);
  });

  it('shows what was opened last, first', () => {
    remember({ id: 'invoice.3', title: 'F2026-0431', href: '#/invoices/3' });
    render(Palette);
    expect(chosen()).toBe('F2026-0431');
  });
});

describe('matching', () => {
  const choices = ['Exporter', 'Réglages', 'Reporter un règlement'].map((title) => ({
    id: title,
    title,
  }));

  it('ignores accents and wants every word', () => {
    expect(matching(choices, 'regl').map((c) => c.title)).toEqual([
      'Réglages',
      'Reporter un règlement',
    ]);
    expect(matching(choices, 'regl report')).toHaveLength(1);
    expect(matching(choices, 'xyz')).toEqual([]);
  });
});
