import { describe, expect, test } from '@jest/globals';
import { memoryStore } from './memory-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the memory store', () => {
  test('gives back what was created, and nothing for another key', async () => {
    const store = memoryStore();
    expect(await store.create('a', bytes('one'))).toBe('created');
    expect(await store.read('a')).toEqual(bytes('one'));
    expect(await store.read('b')).toBeUndefined();
  });

  test('takes the same bytes twice and refuses others', async () => {
    const store = memoryStore();
    await store.create('a', bytes('one'));
    expect(await store.create('a', bytes('one'))).toBe('alreadyThere');
    await expect(store.create('a', bytes('two'))).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await store.read('a')).toEqual(bytes('one'));
  });

  test('keeps what it holds apart from the arrays it was given and gives', async () => {
    const store = memoryStore();
    const given = bytes('one');
    await store.create('a', given);
    given.fill(0);
    (await store.read('a'))?.fill(0);
    expect(await store.read('a')).toEqual(bytes('one'));
  });

  test('moves a pointer for one of two writers that saw the same tag', async () => {
    const store = memoryStore();
    expect(await store.movePointer('latest', bytes('1'), undefined)).toBe('moved');
    const tag = (await store.readPointer('latest'))?.tag;
    const moves = [bytes('2'), bytes('3')].map((next) => store.movePointer('latest', next, tag));
    expect(await Promise.all(moves)).toEqual(['moved', 'conflict']);
    expect((await store.readPointer('latest'))?.bytes).toEqual(bytes('2'));
  });
});
