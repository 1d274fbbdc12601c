import { t } from '@/i18n/index.svelte';
import { copyText } from '@/state/copied';
import { toast } from '@/state/toast.svelte';

/** T, "call": the number is said and copied, for a phone that takes it from there. */
export async function copyPhone(number: string | undefined, name: string): Promise<void> {
  if (!number) return toast(t('phone.none', { name }));
  await copyText(number, t('phone.copied', { number, name }), `${name} · ${number}`);
}
