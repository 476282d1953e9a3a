"""Addresses of one's own account, and of users and roles."""

from __future__ import annotations

from django.urls import path

from returnhub.accounts.views import users, you

app_name = "accounts"
urlpatterns = [
    path("you/", you.you, name="you"),
    path("you/role/", you.choose_role, name="choose_role"),
    path("you/recovery-codes/", you.new_codes, name="new_codes"),
    path("users/", users.users, name="users"),
    path("users/add/", users.add, name="add"),
    path("users/<int:number>/", users.user, name="user"),
    path("users/<int:number>/roles/", users.grant, name="grant"),
    path("users/<int:number>/roles/<int:grant>/end/", users.end, name="end"),
    path("users/<int:number>/<str:verb>/", users.act_on, name="act_on"),
    path("power/", users.power, name="power"),
    path("power/off/", users.power_off, name="power_off"),
]
