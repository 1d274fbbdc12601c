import { describe, expect, it } from 'vitest';
import { Dragging, stepped } from './dragging.svelte';

describe('a row moved by one place', () => {
  it('goes before its neighbour, or to the end, and stays where it cannot go on', () => {
    expect(stepped(['a', 'b', 'c'], 'c', -1)).toBe('b');
    expect(stepped(['a', 'b', 'c'], 'a', 1)).toBe('c');
    expect(stepped(['a', 'b', 'c'], 'b', 1)).toBeUndefined();
    expect(stepped(['a', 'b', 'c'], 'c', 1)).toBe('c');
    expect(stepped(['a', 'b', 'c'], 'a', -1)).toBe('a');
  });
});

describe('a row that is held while its list comes anew', () => {
  const row = (id: number) => ({ id });
  const listOf = (...ids: number[]) => ids.map(row);
  const below = {
    preventDefault() {},
    clientY: 30,
    currentTarget: { getBoundingClientRect: () => ({ top: 0, height: 40 }) },
  } as unknown as DragEvent;

  it('is let go where it was held', () => {
    let rows = listOf(1, 2, 3);
    const moves: unknown[] = [];
    const dragging = new Dragging<{ id: number }>(
      () => rows,
      ({ id }) => id,
      () => rows,
      (moved, before) => moves.push([moved.id, before?.id]),
    );
    dragging.lift(below, row(1));
    rows = listOf(1, 2, 3);
    dragging.over(below, row(2));
    rows = listOf(1, 2, 3);
    dragging.drop(below);
    expect(moves).toEqual([[1, 3]]);
    dragging.lift(below, row(1));
    rows = listOf(2, 3); // another desk took it away
    dragging.over(below, row(2));
    dragging.drop(below);
    expect(moves).toHaveLength(1);
  });
});
