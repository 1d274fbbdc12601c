import { describe, expect, it } from 'vitest';
import { Tenders, type Bill } from './tenders.svelte';

const family: Bill = {
  owedCents: 17000,
  creditCents: 2500,
  household: 3,
  drawer: 'Sophie Delcourt',
  back: 'Hugo Delcourt',
  dueDay: '2026-10-21',
  promiseDay: '2026-10-14',
};

const tenders = (change: Partial<Bill> = {}) => {
  const bill = { ...family, ...change };
  return { bill, laid: new Tenders(() => bill) };
};

describe('tenders', () => {
  it('take no more of a gift card than it holds, and leave the rest to the next way', () => {
    const { laid } = tenders();
    const gift = laid.add('giftCard')!;
    gift.heldCents = 5000;
    expect(laid.amountOf(gift)).toBe(5000);
    expect(laid.amountOf(laid.add('cash')!)).toBe(12000);
  });

  it('warn of cash above what the law lets one debt be, what was paid of it before included', () => {
    const { laid } = tenders({ owedCents: 90000, cashCents: 30000, cashMostCents: 100000 });
    const cash = laid.add('cash')!;
    laid.type(cash, 70000);
    expect(laid.tooMuchCash).toBe(false);
    laid.type(cash, 70001);
    expect(laid.tooMuchCash).toBe(true);
  });

  it('fill in what is left: 70 € by cheque leave 100 € for the link', () => {
    const { laid } = tenders();
    const cheque = laid.add('cheque')!;
    expect(laid.amountOf(cheque)).toBe(17000);
    laid.type(cheque, 7000);
    cheque.number = '4081127';
    const link = laid.add('link')!;
    expect(laid.amountOf(link)).toBe(10000);
    expect(laid.restCents).toBe(0);
    expect(laid.receivedCents).toBe(7000);
    expect(laid.list()).toEqual([
      {
        way: 'cheque',
        cents: 7000,
        detail: { number: '4081127', drawer: 'Sophie Delcourt', bank: '', back: 'Hugo Delcourt' },
      },
      { way: 'link', cents: 10000 },
    ]);
  });

  it('follow the cart while nobody typed their amount', () => {
    const { bill, laid } = tenders();
    const card = laid.add('card')!;
    bill.owedCents = 19500;
    expect(laid.amountOf(card)).toBe(19500);
    laid.type(card, 17000);
    bill.owedCents = 17500;
    expect(laid.restCents).toBe(500);
  });

  it('read more cash than is owed as what was handed over', () => {
    const { laid } = tenders({ owedCents: 4500 });
    const cash = laid.add('cash')!;
    laid.type(cash, 5000);
    expect(laid.amountOf(cash)).toBe(4500);
    expect(laid.changeCents).toBe(500);
    expect(laid.list()).toEqual([{ way: 'cash', cents: 4500, tenderedCents: 5000 }]);
    laid.type(cash, 2000);
    expect([laid.amountOf(cash), laid.changeCents, laid.restCents]).toEqual([2000, 0, 2500]);
  });

  it('spend no more credit than there is', () => {
    const { laid } = tenders();
    expect(laid.amountOf(laid.add('credit')!)).toBe(2500);
    expect(laid.restCents).toBe(14500);
    expect(tenders({ creditCents: 0 }).laid.add('credit')).toBeUndefined();
  });

  it('take what is left when pressed again, except cheques, which are another paper', () => {
    const { laid } = tenders();
    const card = laid.add('card')!;
    laid.type(card, 5000);
    expect(laid.add('card')?.id).toBe(card.id);
    expect(laid.amountOf(card)).toBe(17000);
    laid.clear();
    laid.type(laid.add('cheque')!, 8500);
    laid.add('cheque');
    expect(laid.rows.map((row) => laid.amountOf(row))).toEqual([8500, 8500]);
  });

  it('ask for no link and no credit from nobody', () => {
    const { laid } = tenders({ household: 0 });
    expect(laid.add('link')).toBeUndefined();
    expect(laid.add('cash')).toBeDefined();
  });

  it('let a cheque bring too much, which becomes credit, and no request', () => {
    const { laid } = tenders();
    const cheque = laid.add('cheque')!;
    laid.type(cheque, 20000);
    expect([laid.surplusCents, laid.tooMuch]).toEqual([3000, false]);
    laid.clear();
    laid.type(laid.add('link')!, 20000);
    expect(laid.tooMuch).toBe(true);
  });

  it('say by which way the surplus comes: the last one laid', () => {
    const { laid } = tenders();
    laid.type(laid.add('holidayVoucher')!, 15000);
    laid.type(laid.add('card')!, 1500);
    laid.type(laid.add('cheque')!, 2000);
    expect(laid.surplusBy).toEqual([{ way: 'cheque', cents: 1500 }]);
    laid.type(laid.rows[0]!, 17500);
    expect(laid.surplusBy).toEqual([
      { way: 'cheque', cents: 2000 },
      { way: 'card', cents: 1500 },
      { way: 'holidayVoucher', cents: 500 },
    ]);
  });

  it('name the first field that is missing or short', () => {
    const { laid } = tenders();
    const cash = laid.add('cash')!;
    laid.type(cash, 5000);
    cash.handed = 4000;
    expect(laid.fault).toEqual({ row: cash.id, field: 'handed', shortCents: 1000 });
    laid.remove(cash);
    const cheque = laid.add('cheque')!;
    expect(laid.fault).toEqual({ row: cheque.id, field: 'number' });
    cheque.number = '4081127';
    expect(laid.fault).toBeUndefined();
  });
});
