;; Decompresses a module, as a module of its own: the first run of such loops in JavaScript takes several times as
;; long as compiling what they give.
;;
;; Owns: the decoder of LZMA (raw; lc 3, lp 0, pb 2), reading six bits a character. Leaves to others: the memory's
;; layout (`decode.ts`), making the text (`scripts/lib/build/wasm_text.mjs`). The format: "LZMA specification" by Igor Pavlov.
;;
;; The memory begins with a probability of 16 bits for each decision, kept as its distance from one half, so that zeroed
;; memory is how they start. In these units, by what is decided (`state` is of 12, `ps` the place modulo 4):
;;    0 is a match (4 state + ps)    48 repeats the last one, once (4 state + ps)    96 repeats (state)
;;  108 not the last distance    120 not the one before    132 the oldest    144 distance, lowest bits
;;  160 distance, slot (64 of each of 4 lengths)    416 distance, middle bits    544 length    866 length of a repeat
;; 1188 literals (768 of each of 8 contexts), up to 7332
(module
  (import "" "" (memory 1))
  (global $text (mut i32) (i32.const 0))
  ;; Bits that were read and not used, and how many.
  (global $pool (mut i32) (i32.const 0))
  (global $pooled (mut i32) (i32.const 0))
  (global $range (mut i32) (i32.const 0))
  (global $code (mut i32) (i32.const 0))

  ;; Makes the range eight bits finer, with one more byte of the text.
  (func $shift
    (local $character i32)
    (global.set $range (i32.shl (global.get $range) (i32.const 8)))
    (loop $more
      (if (i32.lt_u (global.get $pooled) (i32.const 8))
        (then
          (local.set $character (i32.load8_u (global.get $text)))
          (global.set $pool
            (i32.or
              (i32.shl (global.get $pool) (i32.const 6))
              ;; From `(` to `[`, and from `a`.
              (i32.sub
                (local.get $character)
                (select (i32.const 45) (i32.const 40) (i32.gt_u (local.get $character) (i32.const 91))))))
          (global.set $text (i32.add (global.get $text) (i32.const 1)))
          (global.set $pooled (i32.add (global.get $pooled) (i32.const 6)))
          (br $more))))
    (global.set $pooled (i32.sub (global.get $pooled) (i32.const 8)))
    (global.set $code
      (i32.or
        (i32.shl (global.get $code) (i32.const 8))
        (i32.and (i32.shr_u (global.get $pool) (global.get $pooled)) (i32.const 255)))))

  ;; One decision, by its probability, which learns from it.
  (func $bit (param $at i32) (result i32)
    (local $probability i32)
    (local $bound i32)
    (local $bit i32)
    (local.set $at (i32.shl (local.get $at) (i32.const 1)))
    (local.set $probability (i32.add (i32.load16_s (local.get $at)) (i32.const 1024)))
    (local.set $bound
      (i32.mul (i32.shr_u (global.get $range) (i32.const 11)) (local.get $probability)))
    (if (local.tee $bit (i32.ge_u (global.get $code) (local.get $bound)))
      (then
        (global.set $range (i32.sub (global.get $range) (local.get $bound)))
        (global.set $code (i32.sub (global.get $code) (local.get $bound)))
        (local.set $probability
          (i32.sub (local.get $probability) (i32.shr_u (local.get $probability) (i32.const 5)))))
      (else
        (global.set $range (local.get $bound))
        (local.set $probability
          (i32.add
            (local.get $probability)
            (i32.shr_u (i32.sub (i32.const 2048) (local.get $probability)) (i32.const 5))))))
    (i32.store16 (local.get $at) (i32.sub (local.get $probability) (i32.const 1024)))
    (if (i32.lt_u (global.get $range) (i32.const 0x1000000)) (then (call $shift)))
    (local.get $bit))

  ;; A number below `limit`, a power of two, highest bit first.
  (func $tree (param $base i32) (param $limit i32) (result i32)
    (local $node i32)
    (local.set $node (i32.const 1))
    (loop $next
      (local.set $node
        (i32.add
          (i32.shl (local.get $node) (i32.const 1))
          (call $bit (i32.add (local.get $base) (local.get $node)))))
      (br_if $next (i32.lt_u (local.get $node) (local.get $limit))))
    (i32.sub (local.get $node) (local.get $limit)))

  ;; A number of so many bits, at least one, lowest bit first.
  (func $reverse (param $base i32) (param $count i32) (result i32)
    (local $node i32)
    (local $bit i32)
    (local $place i32)
    (local $number i32)
    (local.set $node (i32.const 1))
    (loop $next
      (local.set $bit (call $bit (i32.add (local.get $base) (local.get $node))))
      (local.set $node (i32.add (i32.shl (local.get $node) (i32.const 1)) (local.get $bit)))
      (local.set $number
        (i32.or (local.get $number) (i32.shl (local.get $bit) (local.get $place))))
      (br_if $next
        (i32.lt_u (local.tee $place (i32.add (local.get $place) (i32.const 1))) (local.get $count))))
    (local.get $number))

  ;; The length of a match, less the shortest.
  (func $length (param $base i32) (param $ps i32) (result i32)
    (local.set $ps (i32.add (local.get $base) (i32.shl (local.get $ps) (i32.const 3))))
    (if (i32.eqz (call $bit (local.get $base)))
      (then (return (call $tree (i32.add (local.get $ps) (i32.const 2)) (i32.const 8)))))
    (if (i32.eqz (call $bit (i32.add (local.get $base) (i32.const 1))))
      (then
        (return
          (i32.add
            (call $tree (i32.add (local.get $ps) (i32.const 34)) (i32.const 8))
            (i32.const 8)))))
    (i32.add
      (call $tree (i32.add (local.get $base) (i32.const 66)) (i32.const 256))
      (i32.const 16)))

  ;; The distance of a match, less one, of which `length` is the length less the shortest.
  (func $distance (param $length i32) (result i32)
    (local $slot i32)
    (local $count i32)
    (local $distance i32)
    (local $bits i32)
    (local $bit i32)
    (if (i32.gt_u (local.get $length) (i32.const 3)) (then (local.set $length (i32.const 3))))
    (local.set $slot
      (call $tree
        (i32.add (i32.shl (local.get $length) (i32.const 6)) (i32.const 160))
        (i32.const 64)))
    (if (i32.lt_u (local.get $slot) (i32.const 4)) (then (return (local.get $slot))))
    (local.set $count (i32.sub (i32.shr_u (local.get $slot) (i32.const 1)) (i32.const 1)))
    (local.set $distance
      (i32.shl
        (i32.or (i32.and (local.get $slot) (i32.const 1)) (i32.const 2))
        (local.get $count)))
    (if (i32.lt_u (local.get $slot) (i32.const 14))
      (then
        (return
          (i32.add
            (local.get $distance)
            (call $reverse
              (i32.sub (i32.add (local.get $distance) (i32.const 416)) (local.get $slot))
              (local.get $count))))))
    ;; All but the lowest four bits are as good as random.
    (loop $next
      (global.set $range (i32.shr_u (global.get $range) (i32.const 1)))
      (if (local.tee $bit (i32.ge_u (global.get $code) (global.get $range)))
        (then (global.set $code (i32.sub (global.get $code) (global.get $range)))))
      (local.set $bits (i32.add (i32.shl (local.get $bits) (i32.const 1)) (local.get $bit)))
      (if (i32.lt_u (global.get $range) (i32.const 0x1000000)) (then (call $shift)))
      (br_if $next
        (i32.gt_u (local.tee $count (i32.sub (local.get $count) (i32.const 1))) (i32.const 4))))
    (i32.add
      (i32.add (local.get $distance) (i32.shl (local.get $bits) (i32.const 4)))
      (call $reverse (i32.const 144) (i32.const 4))))

  ;; A byte that is none of a match. `like`: the one at the last distance, where a match has just ended.
  (func $literal (param $before i32) (param $like i32) (param $likely i32) (result i32)
    (local $base i32)
    (local $node i32)
    (local $hint i32)
    (local $bit i32)
    (local.set $base
      (i32.add
        (i32.mul (i32.shr_u (local.get $before) (i32.const 5)) (i32.const 768))
        (i32.const 1188)))
    (local.set $node (i32.const 1))
    (loop $next
      (local.set $hint
        (i32.and (local.tee $like (i32.shl (local.get $like) (i32.const 1))) (local.get $likely)))
      (local.set $bit
        (call $bit
          (i32.add
            (i32.add (local.get $base) (local.get $likely))
            (i32.add (local.get $hint) (local.get $node)))))
      (local.set $node (i32.add (i32.shl (local.get $node) (i32.const 1)) (local.get $bit)))
      ;; Alike only as long as each bit was.
      (local.set $likely
        (i32.and
          (local.get $likely)
          (i32.xor (local.get $like) (i32.sub (local.get $bit) (i32.const 1)))))
      (br_if $next (i32.lt_u (local.get $node) (i32.const 256))))
    (local.get $node))

  ;; Writes what the text stands for from `out`, a multiple of four behind a zero, up to `end`.
  (func (export "") (param $from i32) (param $out i32) (param $end i32)
    (local $state i32)
    (local $ps i32)
    (local $length i32)
    (local $last i32)
    (local $second i32)
    (local $third i32)
    (local $fourth i32)
    (local $swap i32)
    (global.set $text (local.get $from))
    (loop $start
      (call $shift)
      (br_if $start (i32.lt_u (local.tee $length (i32.add (local.get $length) (i32.const 1))) (i32.const 5))))
    (global.set $range (i32.const -1))
    (loop $next
      (local.set $ps (i32.and (local.get $out) (i32.const 3)))
      (local.set $swap (i32.add (i32.shl (local.get $state) (i32.const 2)) (local.get $ps)))
      (if (call $bit (local.get $swap))
        (then
          (if (call $bit (i32.add (local.get $state) (i32.const 96)))
            (then
              (local.set $length (i32.const -1))
              (if (call $bit (i32.add (local.get $state) (i32.const 108)))
                (then
                  (if (call $bit (i32.add (local.get $state) (i32.const 120)))
                    (then
                      (if (call $bit (i32.add (local.get $state) (i32.const 132)))
                        (then
                          (local.set $swap (local.get $fourth))
                          (local.set $fourth (local.get $third)))
                        (else (local.set $swap (local.get $third))))
                      (local.set $third (local.get $second)))
                    (else (local.set $swap (local.get $second))))
                  (local.set $second (local.get $last))
                  (local.set $last (local.get $swap))
                  (local.set $length (i32.const 0)))
                (else
                  (local.set $length
                    (i32.sub
                      (call $bit (i32.add (local.get $swap) (i32.const 48)))
                      (i32.const 1)))))
              (if (i32.lt_s (local.get $length) (i32.const 0))
                (then
                  (local.set $state
                    (select (i32.const 9) (i32.const 11) (i32.lt_u (local.get $state) (i32.const 7)))))
                (else
                  (local.set $length (call $length (i32.const 866) (local.get $ps)))
                  (local.set $state
                    (select (i32.const 8) (i32.const 11) (i32.lt_u (local.get $state) (i32.const 7)))))))
            (else
              (local.set $fourth (local.get $third))
              (local.set $third (local.get $second))
              (local.set $second (local.get $last))
              (local.set $length (call $length (i32.const 544) (local.get $ps)))
              (local.set $last (call $distance (local.get $length)))
              (local.set $state
                (select (i32.const 7) (i32.const 10) (i32.lt_u (local.get $state) (i32.const 7))))))
          (local.set $length (i32.add (local.get $out) (i32.add (local.get $length) (i32.const 2))))
          (loop $copy
            (i32.store8
              (local.get $out)
              (i32.load8_u (i32.sub (i32.sub (local.get $out) (local.get $last)) (i32.const 1))))
            (br_if $copy
              (i32.lt_u
                (local.tee $out (i32.add (local.get $out) (i32.const 1)))
                (local.get $length)))))
        (else
          (i32.store8
            (local.get $out)
            (call $literal
              (i32.load8_u (i32.sub (local.get $out) (i32.const 1)))
              (i32.load8_u (i32.sub (i32.sub (local.get $out) (local.get $last)) (i32.const 1)))
              (i32.shl (i32.gt_u (local.get $state) (i32.const 6)) (i32.const 8))))
          (local.set $out (i32.add (local.get $out) (i32.const 1)))
          (local.set $state
            (select
              (i32.const 0)
              (i32.sub
                (local.get $state)
                (select (i32.const 3) (i32.const 6) (i32.lt_u (local.get $state) (i32.const 10))))
              (i32.lt_u (local.get $state) (i32.const 4))))))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end))))))
