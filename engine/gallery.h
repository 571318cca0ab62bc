/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a gallery; what it holds is in engine/session.h. */
#pragma once

#include "engine/session.h"
#include "engine/train/trainer.h"

/** The mixed images of @trainer's last step; NULL before the first. */
GmxGallery *gmx_gallery_new(GmxTrainer *trainer);
