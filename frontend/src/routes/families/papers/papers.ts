/** The papers of a rider's file: what they are called, how they look, how they are sent. */
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import { api, call, Refusal } from '@/api/client';
import type { components } from '@/api/schema';
import { lang, shortDay, t, type Key } from '@/i18n/index.svelte';
import type { IconSource } from '@/ui';

export type RiderPapers = components['schemas']['RiderPapers'];
export type FilePaper = components['schemas']['FilePaper'];
export type Scan = components['schemas']['Scan'];
export type PaperState = FilePaper['state'];

/** What the club calls a paper, in the language of the screen. */
export const nameOf = (paper: { name: FilePaper['name'] }): string =>
  paper.name[lang()] || paper.name.fr;

interface Look {
  text: Key;
  icon: IconSource;
  tone: 'success' | 'info' | 'warning' | 'danger' | 'line';
}

const LOOKS: Record<PaperState, Look> = {
  accepted: { text: 'file.state.accepted', icon: CircleCheck, tone: 'success' },
  received: { text: 'file.state.received', icon: Clock, tone: 'info' },
  refused: { text: 'file.state.refused', icon: CircleX, tone: 'danger' },
  expired: { text: 'file.state.expired', icon: CircleAlert, tone: 'warning' },
  missing: { text: 'file.state.missing', icon: CircleAlert, tone: 'warning' },
};

/** How the state of a paper looks. One that nothing waits for is no fault when it is missing. */
export const lookOf = (paper: FilePaper): Look =>
  paper.state === 'missing' && !paper.missing
    ? { text: 'file.state.none', icon: CircleMinus, tone: 'line' }
    : LOOKS[paper.state];

/** What stands behind the state: until when a paper is good. */
export function untilText(paper: FilePaper): string {
  if (paper.state === 'expired') return t('file.expired', { day: shortDay(paper.expires) });
  if (paper.state !== 'accepted') return '';
  if (!paper.expires) return t('file.forEver');
  return t(paper.renew ? 'file.renewBefore' : 'file.goodThrough', { day: shortDay(paper.expires) });
}

/** How the name of a scan ends (app/given.go); what it is, its content tells. */
export const SCANS = ['.pdf', '.jpg', '.jpeg', '.png', '.heic'];

export const isScan = ({ name }: File): boolean =>
  SCANS.some((ending) => name.toLowerCase().endsWith(ending));

/** The largest scan (club.MaxScanBytes). */
const MOST_BYTES = 10 << 20;

/**
 * Sends a scan as bytes: what it is is told by its content, on the other side. A
 * file that is too large is refused before it is read into memory.
 */
export async function sendScan(
  rider: number,
  paper: string,
  file: File,
  headers: Record<string, string>,
): Promise<RiderPapers> {
  if (file.size > MOST_BYTES) {
    throw new Refusal('fileTooLarge', '', { megabytes: MOST_BYTES >> 20 });
  }
  // The description says string for bytes; what travels is an ArrayBuffer.
  const body = (await file.arrayBuffer()) as unknown as string;
  return call(
    api.POST('/api/desk/riders/{rider}/papers/{paper}/scans', {
      params: { path: { rider, paper }, query: { name: file.name } },
      body,
      headers: { ...headers, 'Content-Type': 'application/octet-stream' },
    }),
  );
}

/** A size as people say it: 240 Ko, 1,4 Mo. */
export function sizeText(bytes: number): string {
  const mega = bytes >= 1 << 20;
  const figure = new Intl.NumberFormat(lang(), { maximumFractionDigits: mega ? 1 : 0 }).format(
    Math.max(1, bytes / (mega ? 1 << 20 : 1 << 10)),
  );
  return t(mega ? 'file.megabytes' : 'file.kilobytes', { figure });
}
