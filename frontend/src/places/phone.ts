import { t } from '@/i18n/index.svelte';
import { toast } from '@/state/toast.svelte';

/** T, "call": the number is said and copied, for a phone that takes it from there. */
export async function copyPhone(number: string | undefined, name: string): Promise<void> {
  if (!number) return toast(t('phone.none', { name }));
  try {
    await navigator.clipboard.writeText(number);
    toast(t('phone.copied', { number, name }));
  } catch {
    toast(`${name} · ${number}`); // where the clipboard is out of reach it is said
  }
}
