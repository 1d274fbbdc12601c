import { expect, it } from 'vitest';
import { t } from '@/i18n/index.svelte';
import { paymentText } from './tenders/ways';

it('a cheque comes back unpaid, a transfer is taken back by the bank', () => {
  const back = (way: string) => paymentText({ way, back: 'bounced', detail: { number: '12' } });
  expect(back('transfer')).toBe(t('way.transferBack'));
  expect(back('cheque')).toBe(t('way.bounced', { way: t('way.chequeNumber', { number: '12' }) }));
});
