/** Files that came with a mail: saved or shown at the bank, never opened by the browser. */
import { bytes, Refusal } from '@/api/client';
import { save } from '@/platform';
import { showStatement } from '../bank/pending.svelte';
import type { Mail } from './messages';

export async function saveFile(mail: number, file: { n: number; name: string }): Promise<void> {
  await save(file.name, await bytes(`/api/desk/mails/${mail}/files/${file.n}`));
}

/** The file that a refusal says a person is to look at themselves at the bank. */
export const strangeFile = (mail: Mail, refused: unknown) =>
  refused instanceof Refusal && ['statementAccount', 'statementGap'].includes(refused.code)
    ? mail.files.find(({ name }) => name === refused.params.file)
    : undefined;

export async function lookAt(mail: number, file: { n: number; name: string }): Promise<void> {
  const content = await bytes(`/api/desk/mails/${mail}/files/${file.n}`);
  showStatement(new File([new Uint8Array(content)], file.name));
}

/** A table whose columns nobody knows goes to where they are said; true when it did. */
export async function mapStatement(mail: Mail, refused: unknown): Promise<boolean> {
  if (!(refused instanceof Refusal) || refused.code !== 'statementColumns') return false;
  const file = mail.files.find(({ name }) => name === refused.params.file);
  if (!file) return false;
  await lookAt(mail.id, file);
  return true;
}
