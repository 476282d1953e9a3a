"""Addresses of what everybody may read: promises, the record, assessments."""

from __future__ import annotations

from django.urls import path

from returnhub.oversight.views import assessments, invariants, the_record

app_name = "service"
urlpatterns = [
    path("invariants/", invariants.listed, name="invariants"),
    path("invariants/<slug:invariant>/", invariants.one, name="invariant"),
    path("invariants/<slug:invariant>/affected/", invariants.affected, name="invariant_affected"),
    path("record/", the_record.home, name="record"),
    path("record/checkpoint", the_record.checkpoint, name="record_checkpoint"),
    path("record/checkpoints/<int:size>", the_record.checkpoint, name="record_checkpoint_of"),
    path("record/tile/<path:path>", the_record.tile, name="record_tile"),
    path("record/check/", the_record.check_one, name="record_check"),
    path("record/check/offline.html", the_record.offline, name="record_offline"),
    path("record/entries/<str:entry>/", the_record.entry, name="record_entry"),
    path("record/entries/<str:entry>/proof", the_record.proof, name="record_proof"),
    path("assessments/", assessments.listed, name="assessments"),
    path("assessments/<slug:scheme>/", assessments.one, name="assessment"),
    path("assessments/<slug:scheme>/run/", assessments.run, name="assessment_run"),
    path("assessments/<slug:scheme>/stop/", assessments.stop, name="assessment_stop"),
    path("assessments/<slug:scheme>/reports/<int:number>/", assessments.report, name="assessment_report"),
]
