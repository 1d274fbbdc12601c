/**
 * What only the system can do: save, print, open. In the window these are
 * methods of app/native.go (a download link or a new tab does nothing there);
 * in a browser the browser's own.
 */
import { asProblem } from '@/api/problem';

interface GivenFile {
  name: string;
  /** base64 */
  content: string;
  /** Where a backup lies that was dropped; '' for other files. */
  place: string;
}

export interface Native {
  /** Resolves to the path written, '' when the person gave up. */
  Save(name: string, base64: string): Promise<string>;
  /** Resolves to a folder, '' when the person gave up; the one of this kind chosen last is offered. */
  ChooseFolder(kind: string): Promise<string>;
  /** Resolves to the files chosen, none when the person gave up. */
  Open(kind: string, title: string, endings: string[], several: boolean): Promise<GivenFile[]>;
  /** Asks for a backup; resolves to its place, '' when the person gave up. */
  ChooseBackup(): Promise<string>;
  /** The backup the program was given, once; '' for none. */
  GivenBackup(): Promise<string>;
  /** The files that were let go of over the window, once. */
  Dropped(): Promise<GivenFile[]>;
  /** The file the program was started with, once; its name is empty for none. */
  Given(): Promise<GivenFile>;
  /** Resolves to the system's job, '' where nothing tells what becomes of it. */
  Print(base64: string, kind: Paper): Promise<string>;
  /** Waits until the system is done with a job; refuses one that was dropped. */
  Printed(job: string): Promise<void>;
  OpenURL(url: string): Promise<void>;
  FullScreen(): Promise<void>;
  Quit(): Promise<void>;
  Printers(): Promise<Printers>;
  ChoosePrinter(kind: Paper, printer: string): Promise<void>;
}

/** What this computer prints on, and the printer chosen for each paper; '' is the system's own choice. */
export interface Printers {
  names: string[];
  chosen: Partial<Record<Paper, string>>;
}

/** Which printer: the one for A4 papers or the 80 mm one. */
export type Paper = 'a4' | 'receipt';

declare global {
  interface Window {
    go?: { main?: { Native?: Native } };
    /** Wails' own: the window's events. */
    runtime?: {
      EventsOn(name: string, hear: (word: string) => void): () => void;
      /** Whether the program has to be told of dropped files: on Windows alone, elsewhere it knows. */
      CanResolveFilePaths?(): boolean;
      /** Tells it. */
      ResolveFilePaths?(x: number, y: number, files: File[]): void;
    };
  }
}

async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (problem) {
    throw asProblem(problem, 422);
  }
}

const native = (): Native | undefined => window.go?.main?.Native;

/** Reports whether this is the desktop window. */
export const isWindow = (): boolean => native() !== undefined;

/** Saves bytes under a name; false when the person gave up. */
export async function save(name: string, bytes: Uint8Array): Promise<boolean> {
  const window = native();
  if (window) return (await ask(window.Save(name, base64(bytes)))) !== '';
  const url = objectURL(bytes, 'application/octet-stream');
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return true;
}

/** The file the window was given from outside, once; undefined for none. In the window only. */
export async function given(): Promise<File | undefined> {
  const window = native();
  const file = window && (await ask(window.Given()));
  return file?.name ? asFile(file) : undefined;
}

const asFile = ({ name, content }: GivenFile): File =>
  new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name);

/** What was let go of over the page. */
export interface Dropped {
  files: File[];
  /** A backup among it: where it lies, or its name alone where the page is not told. */
  backup?: { file: string; name: string };
}

/** How a backup's name ends (app/backupfile.go). */
const isBackup = ({ name }: File): boolean => name.toLowerCase().endsWith('.paddock');

/**
 * Whether what passes over the page is a file of another program, for all the page can
 * tell: WebKit's window hides files and shows a list of addresses.
 */
export function holdsFile({ dataTransfer }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  return types.includes('Files') || (isWindow() && types.includes('text/uri-list'));
}

/** What a drop brought. To be asked as the drop is heard: the window's word on it comes next. */
export async function dropped(event: DragEvent): Promise<Dropped> {
  if (!holdsFile(event)) return { files: [] };
  const { dataTransfer, x, y } = event;
  const files = [...(dataTransfer?.files ?? [])];
  const backup = files.find(isBackup);
  const window = native();
  const { runtime } = globalThis.window;
  if (!window || (files.length > 0 && !(backup && runtime?.CanResolveFilePaths?.()))) {
    const rest = files.filter((file) => file !== backup);
    return { files: rest, ...(backup && { backup: { file: '', name: backup.name } }) };
  }
  // The address of a file is hidden, another's is not: that is a link.
  if (files.length === 0 && dataTransfer?.getData('text/uri-list')) return { files };
  const told = heardOnce('drop');
  runtime?.ResolveFilePaths?.(x, y, files);
  await told;
  const given = await ask(window.Dropped());
  const found = given.find(({ place }) => place);
  return {
    files: given.filter(({ place }) => !place).map(asFile),
    ...(found && { backup: { file: found.place, name: found.name } }),
  };
}

/** Resolves when the window says this word next. */
const heardOnce = (word: string): Promise<void> =>
  new Promise((heard) => {
    const stop = window.runtime?.EventsOn(word, () => {
      stop?.();
      heard();
    });
  });

/** Asks for files with the system's chooser, which begins where it was left for this kind. In the window only. */
export async function openFiles(
  kind: string,
  title: string,
  endings: string[],
  several: boolean,
): Promise<File[]> {
  const window = native();
  return window ? (await ask(window.Open(kind, title, endings, several))).map(asFile) : [];
}

/** Asks for a folder with the system's chooser, '' when the person gave up. In the window only. */
export const chooseFolder = async (kind: 'backup' | 'archive'): Promise<string> => {
  const window = native();
  return window ? ask(window.ChooseFolder(kind)) : '';
};

/** Asks for a backup with the system's chooser, '' when the person gave up. In the window only. */
export const chooseBackup = async (): Promise<string> => {
  const window = native();
  return window ? ask(window.ChooseBackup()) : '';
};

/** Where the backup lies that the window was given from outside, once; '' for none. */
export const givenBackup = async (): Promise<string> => {
  const window = native();
  return window ? ask(window.GivenBackup()) : '';
};

/**
 * Hands a PDF to the printer; in a browser to its print dialog. Resolves to the system's
 * job, '' where nothing tells what becomes of it.
 */
export async function print(bytes: Uint8Array, kind: Paper = 'a4'): Promise<string> {
  const window = native();
  if (window) return ask(window.Print(base64(bytes), kind));
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = '';
  frame.src = objectURL(bytes, 'application/pdf');
  frame.onload = () => frame.contentWindow?.print();
  document.body.append(frame);
  setTimeout(() => {
    URL.revokeObjectURL(frame.src);
    frame.remove();
  }, 300_000); // the dialog reads the page for as long as it is open
  return '';
}

/** Waits until the system is done with a job of print; refuses one that was dropped. */
export async function printed(job: string): Promise<void> {
  await ask(native()!.Printed(job));
}

/** Lets the window fill the screen, or gives it its frame back. */
export const fullScreen = (): void => void native()?.FullScreen();

/** Closes the window. */
export const quit = (): void => void native()?.Quit();

/** The printers of this computer; undefined in a browser, which asks at each print. */
export async function printers(): Promise<Printers | undefined> {
  const window = native();
  return window && ask(window.Printers());
}

/** Keeps the printer that a paper goes to from now on; '' is the system's own choice. */
export async function choosePrinter(kind: Paper, printer: string): Promise<void> {
  await ask(native()!.ChoosePrinter(kind, printer));
}

/** Opens an address in the system's browser. */
export async function openUrl(url: string): Promise<void> {
  const window = native();
  if (window) return ask(window.OpenURL(url));
  globalThis.open(url, '_blank', 'noopener');
}

function objectURL(bytes: Uint8Array, type: string): string {
  return URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
}

/** Bytes as base64: the only way bytes cross Wails' Bind. */
export function base64(bytes: Uint8Array): string {
  const CHUNK = 0x8000; // more arguments than this overflow the stack
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}
