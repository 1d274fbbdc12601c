import { describe, expect, it } from 'vitest';
import { stepped } from './dragging.svelte';

describe('a row moved by one place', () => {
  it('goes before its neighbour, or to the end, and stays where it cannot go on', () => {
    expect(stepped(['a', 'b', 'c'], 'c', -1)).toBe('b');
    expect(stepped(['a', 'b', 'c'], 'a', 1)).toBe('c');
    expect(stepped(['a', 'b', 'c'], 'b', 1)).toBeUndefined();
    expect(stepped(['a', 'b', 'c'], 'c', 1)).toBe('c');
    expect(stepped(['a', 'b', 'c'], 'a', -1)).toBe('a');
  });
});
