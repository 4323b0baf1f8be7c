/**
 * Database times as `BaseConvexClient` gives them.
 *
 * Owns: an unsigned number of 64 bits in the shape that npm convex gives it. Leaves to others: what it is a time of.
 */

import { Base64 } from "convex/values";

/** Nanoseconds since the epoch, in two halves of 32 bits. */
export class Timestamp {
  low: number;
  high: number;
  __isUnsignedLong__: boolean;

  constructor(low: number, high: number) {
    this.low = low | 0;
    this.high = high | 0;
    this.__isUnsignedLong__ = true;
  }

  /** From its form on the wire: eight bytes, the lowest first, in base64. */
  static fromWire(text: string): Timestamp {
    const bytes = Base64.toByteArray(text);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return new Timestamp(view.getInt32(0, true), view.getInt32(4, true));
  }

  /** Eight bytes, the lowest first. */
  toBytesLE(): number[] {
    return [this.low, this.high].flatMap((half) => [0, 8, 16, 24].map((at) => (half >>> at) & 255));
  }

  toString(): string {
    return bitsOf(this).toString();
  }

  equals(other: Timestamp): boolean {
    return this.comp(other) === 0;
  }

  notEquals(other: Timestamp): boolean {
    return !this.equals(other);
  }

  /** -1, 0 or 1 as this is before, at or after the other. */
  comp(other: Timestamp): 0 | 1 | -1 {
    const [mine, theirs] = [bitsOf(this), bitsOf(other)];
    if (mine === theirs) return 0;
    return mine < theirs ? -1 : 1;
  }

  lessThanOrEqual(other: Timestamp): boolean {
    return this.comp(other) <= 0;
  }
}

function bitsOf({ low, high }: Timestamp): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
