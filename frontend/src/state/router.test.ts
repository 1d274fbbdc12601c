import { describe, expect, it, vi } from 'vitest';
import { back, go, here, href, readPlace, replace } from './router.svelte';

describe('an address', () => {
  it('names the screen, what follows it and the query', () => {
    expect(readPlace('#/families/12/riders?tab=account&rider=3')).toEqual({
      name: 'families',
      rest: ['12', 'riders'],
      query: { tab: 'account', rider: '3' },
    });
  });

  it.each(['', '#', '#/'])('without a screen (%j) is the home place', (hash) => {
    expect(readPlace(hash)).toEqual({ name: '', rest: [], query: {} });
  });

  it('comes back from what href wrote', () => {
    const address = href('families', 'Van den Broeck/Œuvré', { tab: 'à lire', n: 2 });
    expect(readPlace(address)).toEqual({
      name: 'families',
      rest: ['Van den Broeck/Œuvré'],
      query: { tab: 'à lire', n: '2' },
    });
  });

  it('with a stray % is taken as it stands', () => {
    expect(readPlace('#/families/5%').rest).toEqual(['5%']);
  });
});

describe('going', () => {
  it('shows the place at once', () => {
    go('invoices', 7);
    expect(here()).toMatchObject({ name: 'invoices', rest: ['7'] });
    expect(window.location.hash).toBe('#/invoices/7');
  });

  it('back leads to the place before, also after a link', async () => {
    const arrive = (name: string) =>
      vi.waitFor(() => {
        expect(window.location.hash).toContain(name);
        expect(here().name).toBe(name);
      });
    go('desk');
    await arrive('desk');
    window.location.hash = '#/families/3'; // as a link does
    await arrive('families');
    back();
    await arrive('desk');
  });

  it('by replace leaves no step to come back to', () => {
    const steps = history.length;
    replace('invoices', 8, { tab: 'trace' });
    expect(here().query).toEqual({ tab: 'trace' });
    expect(history.length).toBe(steps);
  });
});
