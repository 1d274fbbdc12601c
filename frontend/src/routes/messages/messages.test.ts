import { describe, expect, it } from 'vitest';
import { tickedFor, type Mail, type Proposal } from './messages';

const proposal = (ref: string, more: Partial<Proposal>): Proposal =>
  ({ ref, key: ref, can: true, sure: false, guest: false, ...more }) as Proposal;

describe('what is ticked before anybody says', () => {
  it('is what is sure, and never what is in doubt', () => {
    const proposals = [
      proposal('sure', { kind: 'absence', sure: true }),
      proposal('forged', { kind: 'absence', why: ['forged'] }),
      proposal('statement', { kind: 'statement', why: ['attachment'] }),
      proposal('guest', { kind: 'enrolment', guest: true }),
      proposal('cannot', { kind: 'notice', sure: true, can: false }),
    ];
    expect(tickedFor({ proposals } as Mail)).toEqual({
      sure: true,
      forged: false,
      statement: false,
      guest: true,
    });
  });
});
