import { beforeEach, describe, expect, it } from 'vitest';
import { setLang } from '@/i18n/index.svelte';
import { relationCode, relationText } from './people';

describe('what a contact is to the riders', () => {
  beforeEach(() => setLang('fr'));

  it('is kept as a code when it is one of our words, so that it follows the language', () => {
    expect(relationCode(' Mère ')).toBe('mother');
    setLang('nl');
    expect(relationText('mother')).toBe('moeder');
  });

  it('is kept as typed otherwise', () => {
    expect(relationText(relationCode('grand-tante'))).toBe('grand-tante');
  });
});
