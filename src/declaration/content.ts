import type { Node } from 'jsonc-parser';
import type { Path } from './problem.ts';
import type { FileShape } from './shape.ts';
import { nameOf } from './tree.ts';

/** A key that is not read: it stands a second time, or its name is one that no object may have. */
export interface IgnoredKey {
  readonly why: 'duplicate' | 'reserved';
  readonly name: string;
  readonly property: Node;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The content of a tree as plain values that can lose parts: objects without a prototype, so that no key is special.
 * Lists remember where their elements stood, so that a path found later still leads to its place in the text.
 */
export class Content {
  value: unknown;
  readonly ignored: IgnoredKey[] = [];
  private readonly stood = new WeakMap<object, number[]>();

  constructor(root: Node | undefined) {
    this.value = root ? this.valueOf(root, []) : {};
  }

  /** The path in the text of a path in the value as it is now. */
  pathInText(path: Path): Path {
    let value: unknown = this.value;
    return path.map((segment) => {
      const here = value;
      value = childOf(here, segment);
      return typeof segment === 'number' && isObject(here) ? (this.stood.get(here)?.[segment] ?? segment) : segment;
    });
  }

  /** The value, where the shape of the whole was found right. */
  get file(): FileShape {
    return this.value as FileShape;
  }

  /** Takes the parts at these paths out of the value, all paths being meant before the first is gone. */
  leaveOut(paths: readonly Path[]): void {
    const lists = new Map<object, Set<number>>();
    for (const path of paths) {
      const last = path.at(-1);
      if (last === undefined) this.value = {};
      const owner = valueAt(this.value, path.slice(0, -1));
      if (!isObject(owner) || last === undefined) continue;
      if (typeof last === 'string') Reflect.deleteProperty(owner, last);
      else lists.set(owner, (lists.get(owner) ?? new Set()).add(last));
    }
    for (const [owner, gone] of lists) {
      if (!Array.isArray(owner)) continue;
      const stood = this.stood.get(owner) ?? [];
      const kept = [...stood.keys()].filter((index) => !gone.has(index));
      this.stood.set(
        owner,
        kept.map((index) => stood[index] ?? index),
      );
      const rest = kept.map((index): unknown => owner[index]);
      owner.length = 0;
      for (const element of rest) owner.push(element); // a spread of a long list would end the stack
    }
  }

  private valueOf(node: Node, path: Path): Json {
    switch (node.type) {
      case 'object':
        return this.objectOf(node, path);
      case 'array': {
        const values = (node.children ?? []).map((child, index) => this.valueOf(child, [...path, index]));
        this.stood.set(values, [...values.keys()]);
        return values;
      }
      default:
        return node.value as Json; // the parser's own words: text, number, true, false or null
    }
  }

  private objectOf(node: Node, path: Path): Json {
    const values = Object.create(null) as Record<string, Json>;
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      const name = nameOf(key);
      if (!value || name === undefined) continue;
      if (name in values) this.ignored.push({ why: 'duplicate', name, property });
      else if (isReserved(name, path)) this.ignored.push({ why: 'reserved', name, property });
      else values[name] = this.valueOf(value, [...path, name]);
    }
    return values;
  }
}

/** Names of `Object.prototype` would be found in every record. Claims are only passed on, so there one is dangerous. */
const isReserved = (name: string, path: Path): boolean =>
  name === '__proto__' || (name in Object.prototype && path[2] !== 'claims');

/** Lists too: they are gone into as objects are. */
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What stands at a path; undefined where nothing does. */
export const valueAt = (value: unknown, path: Path): unknown => path.reduce<unknown>(childOf, value);

function childOf(value: unknown, segment: string | number): unknown {
  return isObject(value) && Object.hasOwn(value, segment) ? (Reflect.get(value, segment) as unknown) : undefined;
}
