"""The only writers of cases: one module a stage, one function a verb, one transaction each.

Every verb has the same shape: `begin` (lock, refresh, access), rules, rows, `conclude` (advance, case, journal, notices).
The caller says who acts and when: `acting_user` and `at` have no default.
"""
