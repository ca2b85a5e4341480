"""What the audit log says of the training of peers."""

from core.i18n import N_

OF_TRAINING = {
    "training.drafted": N_("wrote in the draft of the training plan"),
    "training.published": N_("published a training plan"),
    "training.dropped": N_("dropped the draft of the training plan"),
    "training.begun": N_("began a team's training"),
    "training.joined": N_("laid days of a training for a peer"),
    "training.moved": N_("moved a day of a training"),
    "training.gathering_moved": N_("moved something that comes again in a team"),
    "training.gathering_off": N_("called off something that comes again in a team"),
    "training.called_off": N_("called a training off"),
    "training.attended": N_("noted whether a peer was there on a day of the training"),
    "training.told": N_("Somebody told their team lead of a day of the training"),
    "training.prepared": N_("ticked the workplace's list for a training"),
}
