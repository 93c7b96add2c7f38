"""Mutation testing: one small change at a time, and whether a test notices it.

`changes` says what is changed, `mutants` finds every place for it, `trace` which tests run it,
`worker` tries one mutant after another, `session` remembers, `reviewed` holds what may survive and
why, `page` writes docs/mutation.md. A mutant lives in memory only: no file is ever changed.
"""
