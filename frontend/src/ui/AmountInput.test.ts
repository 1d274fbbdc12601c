import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLang, t } from '@/i18n/index.svelte';
import AmountInput from './AmountInput.svelte';

const onsave = vi.fn();
const field = () => screen.getByLabelText<HTMLInputElement>('Montant');

beforeEach(() => {
  setLang('fr');
  onsave.mockReset();
});

describe('an amount field', () => {
  it('shows the amount as the language writes it', () => {
    render(AmountInput, { label: 'Montant', value: 128400 });
    expect(field().value).toBe('1\u202f284,00');
  });

  it('takes a comma or a point, and is saved on leaving', async () => {
    render(AmountInput, { label: 'Montant', value: undefined, onsave });
    for (const [typed, cents] of [
      ['12,5', 1250],
      ['70.00', 7000],
    ] as const) {
      await fireEvent.focus(field());
      await fireEvent.input(field(), { target: { value: typed } });
      await fireEvent.blur(field());
      expect(onsave).toHaveBeenLastCalledWith(cents);
    }
    expect(field().value).toBe('70,00');
  });

  it('writes the decimal mark for the point of the pad', async () => {
    render(AmountInput, { label: 'Montant', value: undefined });
    await fireEvent.focus(field());
    await fireEvent.input(field(), { target: { value: '12' } });
    field().setSelectionRange(2, 2);
    await fireEvent.keyDown(field(), { code: 'NumpadDecimal', key: '.' });
    expect(field().value).toBe('12,');
  });

  it('saves on Enter, and not again on leaving', async () => {
    render(AmountInput, { label: 'Montant', value: 100, onsave });
    await fireEvent.focus(field());
    await fireEvent.input(field(), { target: { value: '2' } });
    await fireEvent.keyDown(field(), { key: 'Enter', code: 'Enter' });
    await fireEvent.blur(field());
    expect(onsave).toHaveBeenCalledOnce();
  });

  it('says in words what cannot be read, keeps it and saves nothing', async () => {
    render(AmountInput, { label: 'Montant', value: 100, onsave });
    await fireEvent.focus(field());
    await fireEvent.input(field(), { target: { value: 'douze' } });
    await fireEvent.blur(field());
    expect(field().value).toBe('douze');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    const note = document.getElementById(field().getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toBe(t('amount.unreadable'));
    expect(onsave).not.toHaveBeenCalled();
  });

  it('saves nothing when it was only passed through', async () => {
    render(AmountInput, { label: 'Montant', value: 100, onsave });
    await fireEvent.focus(field());
    await fireEvent.blur(field());
    expect(onsave).not.toHaveBeenCalled();
  });
});
