"""The only writers of cases: one module a stage, one function a verb, one transaction each.

Every verb has the same shape: `begin` (lock, refresh, access), rules, rows, `conclude` (advance, save, tell).
The caller says who acts and when: `acting_user` and `at` have no default.
"""
