;; The loop over all characters of a module's text, as a module of its own: the first run of such a loop in
;; JavaScript takes three times as long as compiling what it decodes.
;;
;; Owns: that loop. Leaves to others: the tables, the alphabet and what they mean (`decode.ts`).
;;
;; The memory begins with 128 bytes: for each character the last digit of a code, or 128 and more for a prefix. Behind
;; them stands for each code its byte. `singles` codes have no prefix. The text from `at` to `end` gives way to its bytes;
;; the answer is where they end.
(module
  (import "" "" (memory 1))
  (func (export "") (param $singles i32) (param $at i32) (param $end i32) (result i32)
    (local $out i32)
    (local $base i32)
    (local $digit i32)
    (local.set $out (local.get $at))
    (loop $next
      (if (i32.lt_u
            (local.tee $digit (i32.load8_u (i32.load8_u (local.get $at))))
            (i32.const 128))
        (then
          (i32.store8
            (local.get $out)
            (i32.load8_u offset=128 (i32.add (local.get $base) (local.get $digit))))
          (local.set $out (i32.add (local.get $out) (i32.const 1)))
          (local.set $base (i32.const 0)))
        (else
          (local.set $base
            (i32.mul (i32.sub (local.get $digit) (i32.const 127)) (local.get $singles)))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))
    (local.get $out)))
