import { tick } from 'svelte';
import { t } from '@/i18n/index.svelte';
import { hasText } from '@/i18n/text';

/** Brings the cursor to the first field that was refused, or to what is to be decided. */
export async function focusFault(): Promise<void> {
  await tick();
  document.querySelector<HTMLElement>('dialog[open] :is([aria-invalid], .choice button)')?.focus();
}

/** Brings the cursor to the field of an open sheet that something missing is typed into. */
export async function focusMissing(name: string): Promise<void> {
  await tick();
  const key = `families.${name}`;
  const sheet = document.querySelector<HTMLElement>('dialog[open]');
  const labels = [...(sheet?.querySelectorAll('label') ?? [])];
  const fields = labels
    .filter((label) => hasText(key) && label.textContent?.trim() === t(key))
    .map(({ control }) => control as HTMLInputElement | null);
  const part = name === 'mobile' ? 'contacts' : 'addresses';
  // Without a contact or an address there is no field yet, and the way to one.
  const add = sheet?.querySelector<HTMLElement>(`[data-${part}] > button:last-of-type`);
  (fields.find((field) => field?.value === '') ?? fields[0] ?? add)?.focus();
}
