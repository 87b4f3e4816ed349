"""`{{ unit|body_name }}`: who sits at a unit."""

from django import template

from meetings import bodies

register = template.Library()
register.filter("body_name", bodies.body_name)
