import type { Params } from '@/i18n/text';

/**
 * A refusal: the rules do not allow what was asked and the person can act on
 * it. Its text is `error.` + code in the catalogues (see `failureText`).
 */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    /** The form field at fault in JSON spelling; '' when none is. */
    readonly field = '',
    readonly params: Params = {},
    readonly status = 422,
  ) {
    super(code);
    this.name = 'Refusal';
  }
}

/** A failure of the machine; `id` finds it in the log, '' when no answer came. */
export class Fault extends Error {
  constructor(
    readonly id: string,
    options?: ErrorOptions,
  ) {
    super(id ? `fault ${id}` : 'no answer', options);
    this.name = 'Fault';
  }
}

/** Reads a problem+json answer; what is not one is a Fault. */
export async function problemOf(response: Response): Promise<Refusal | Fault> {
  return asProblem(await response.json().catch(() => undefined), response.status);
}

/** Turns a problem's body into what it says; the window's own calls reject with one. */
export function asProblem(body: unknown, status: number): Refusal | Fault {
  if (!isRecord(body)) return new Fault('');
  const { code, field, params, id } = body;
  if (typeof code === 'string' && code !== '' && code !== 'internal') {
    return new Refusal(
      code,
      typeof field === 'string' ? field : '',
      isRecord(params) ? params : {},
      status,
    );
  }
  return new Fault(typeof id === 'string' ? id : '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
