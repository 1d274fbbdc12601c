/** Files that came with a mail: saved, never opened by the browser. */
import { bytes } from '@/api/client';
import { save } from '@/platform';

export async function saveFile(mail: number, file: { n: number; name: string }): Promise<void> {
  await save(file.name, await bytes(`/api/desk/mails/${mail}/files/${file.n}`));
}
